// Without import and export this is a script, which may declare a function twice. A module may not.
/* rwstate: keep */ const seen = new Set();
function see(it) {
  seen.add(it);
}
function see(it) {
  seen.add(String(it));
}
