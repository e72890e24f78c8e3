import { keep as __rwstate_keep } from "rwstate/preserve"; export class Pool {
  static idle = __rwstate_keep("app@1.0.0/m#Pool.idle~c20d1a8d", () => (new Map<string, number>()));
  static readonly names: string[] = __rwstate_keep("app@1.0.0/m#Pool.names~9c5e1c07", () => ([]));
  static table = { a: 1 };
  static #all = __rwstate_keep("app@1.0.0/m#Pool.#all~5b073c1d", () => (new Set()));
  static "quoted" = __rwstate_keep("app@1.0.0/m#Pool.quoted~5b073c1d", () => (new Set()));
  static anonymous = class {};
  own = new Map();
  static add(name: string) {
    this.names.push(name);
    Pool.#all.add(name);
  }
}
const Named = class { static seen = __rwstate_keep("app@1.0.0/m#Named.seen~e5b2f3fa", () => (new WeakSet())); };
export default class { static seen = __rwstate_keep("app@1.0.0/m#default.seen~47f4dedc", () => (new Map())); }
// Pool.idle: StaticContainer, kept
// Pool.names: StaticContainer, kept
// Pool.#all: StaticContainer, kept
// Pool.quoted: StaticContainer, kept
// Named.seen: StaticContainer, kept
// default.seen: StaticContainer, kept
