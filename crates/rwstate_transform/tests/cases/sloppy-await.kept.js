// In a script this is a call of a function; in a module it would wait.
/* rwstate: keep */ const seen = new Set();
await(seen);
function see(it) {
  seen.add(it);
}
// seen: Asked, refused, common-js
// RWS014 `seen` is in a CommonJS module, which is not rewritten
