// A block is an end already; a static property ends as a variable does.
/* rwstate: keep */ let n = 0
/* rwstate: keep */ let last = 0
export function all(list, object) {
  if (list) for (n of list) n++
  else n--
  ({ last = n } = object)
}
export class Pool {
  /* rwstate: keep */ static idle = new Map()
  static take() { return Pool.idle.clear() }
}
