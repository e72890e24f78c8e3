// A field of an instance begins when the instance does; a computed name and a static field when the class does.
/* rwstate: keep */ let next = 0, keys = 0, first = 0;
/* rwstate: keep */ const made = [];
export class Item {
  id = next++;
  [keys++] = made.push(this.id);
  static first = first++;
}
export const count = () => next + keys++ + first++;
