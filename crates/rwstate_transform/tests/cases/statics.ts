export class Pool {
  static idle = new Map<string, number>();
  static readonly names: string[] = [];
  static table = { a: 1 };
  static #all = new Set();
  static "quoted" = new Set();
  static anonymous = class {};
  own = new Map();
  static add(name: string) {
    this.names.push(name);
    Pool.#all.add(name);
  }
}
const Named = class { static seen = new WeakSet(); };
export default class { static seen = new Map(); }
