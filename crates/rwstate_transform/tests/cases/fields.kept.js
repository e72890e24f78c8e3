import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_next(v) { return arguments.length ? next = v : next; } // A field of an instance begins when the instance does; a computed name and a static field when the class does.
let next = __rwstate_keep("app@1.0.0/m#next~9c3e4688", () => (0), __rwstate_next), keys = 0, first = 0;
const made = __rwstate_keep("app@1.0.0/m#made~9c5e1c07", () => ([]));
export class Item {
  id = __rwstate_write(next++, __rwstate_next);
  [keys++] = made.push(this.id);
  static first = first++;
}
export const count = () => next + keys++ + first++;
// next: Binding, kept
// keys: Binding, refused, written-at-top-level
// first: Binding, refused, written-at-top-level
// made: Container, kept
