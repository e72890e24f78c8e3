export { handle } from "./app";
