import { keep as __rwstate_keep } from "rwstate/preserve"; export class Pool {
  /* rwstate: keep */ static idle = __rwstate_keep("app@1.0.0/m#Pool.idle~c20d1a8d", () => (new Map<string, number>()));
  /* rwstate: keep */ static readonly names: string[] = __rwstate_keep("app@1.0.0/m#Pool.names~9c5e1c07", () => ([]));
  static table = { a: 1 };
  /* rwstate: keep */ static #all = __rwstate_keep("app@1.0.0/m#Pool.#all~5b073c1d", () => (new Set()));
  /* rwstate: keep */ static "quoted" = __rwstate_keep("app@1.0.0/m#Pool.quoted~5b073c1d", () => (new Set()));
  static anonymous = class {};
  own = new Map();
  static add(name: string) {
    this.names.push(name);
    Pool.#all.add(name);
  }
}
const Named = class { /* rwstate: keep */ static seen = __rwstate_keep("app@1.0.0/m#Named.seen~e5b2f3fa", () => (new WeakSet())); };
export default class { /* rwstate: keep */ static seen = __rwstate_keep("app@1.0.0/m#default.seen~47f4dedc", () => (new Map())); }
// Pool.idle: Asked, kept
// Pool.names: Asked, kept
// Pool.#all: Asked, kept
// Pool.quoted: Asked, kept
// Named.seen: Asked, kept
// default.seen: Asked, kept
