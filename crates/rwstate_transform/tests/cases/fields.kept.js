import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_next(v) { return arguments.length ? next = v : next; } // A field of an instance begins when the instance does; a computed name and a static field when the class does.
/* rwstate: keep */ let next = __rwstate_keep("app@1.0.0/m#next~9c3e4688", () => (0), __rwstate_next), keys = 0, first = 0;
/* rwstate: keep */ const made = __rwstate_keep("app@1.0.0/m#made~9c5e1c07", () => ([]));
export class Item {
  id = __rwstate_write(next++, __rwstate_next);
  [keys++] = made.push(this.id);
  static first = first++;
}
export const count = () => next + keys++ + first++;
// next: Asked, kept
// keys: Asked, refused, written-at-top-level
// first: Asked, refused, written-at-top-level
// made: Asked, kept
// RWS023 `keys` is written whenever its module is evaluated, so it is not kept
// RWS023 `first` is written whenever its module is evaluated, so it is not kept
