/* rwstate: keep */ let n = 0
export function f(xs) {
  n++
  ;[1].map(() => n--)
  n++
  if (xs) n++
  else n--
  do n++
  while (n < 3)
  for (n of xs) n++
  label: for (n of xs) { continue label }
  return () => n++
}
export const g = () => ({ n } = g())
