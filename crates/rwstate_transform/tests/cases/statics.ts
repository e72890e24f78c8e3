export class Pool {
  /* rwstate: keep */ static idle = new Map<string, number>();
  /* rwstate: keep */ static readonly names: string[] = [];
  static table = { a: 1 };
  /* rwstate: keep */ static #all = new Set();
  /* rwstate: keep */ static "quoted" = new Set();
  static anonymous = class {};
  own = new Map();
  static add(name: string) {
    this.names.push(name);
    Pool.#all.add(name);
  }
}
const Named = class { /* rwstate: keep */ static seen = new WeakSet(); };
export default class { /* rwstate: keep */ static seen = new Map(); }
