// A stand-in for the package that the specifier names, with the container that the design note sketches. Where rwstate
// is at work this file is never loaded; the demo's other columns run on it.
const state = {};

export function defineRwState(key, initializer) {
  if (!(key in state)) state[key] = initializer();
  return state[key];
}

export function getRwState(key) {
  return state[key];
}

export function setRwState(key, value) {
  state[key] = value;
}
