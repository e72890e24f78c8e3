export { hit } from "./inner/state.js";
