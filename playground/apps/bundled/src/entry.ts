export { answer } from "./answer";
