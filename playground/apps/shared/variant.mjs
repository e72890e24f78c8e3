// Which state plugin this app runs with: rwstate, the design note's plugin built to the letter, or none.
import { statePlugin } from "rwstate/vite";
import { letterPlugin } from "./letter.mjs";

export function variant() {
  const { PLAYGROUND_VARIANT: name = "rwstate", PLAYGROUND_OPTIONS: options } = process.env;
  switch (name) {
    case "rwstate":
      // Several, as where a framework brings one and the user another.
      return [options ? JSON.parse(options) : undefined].flat().map((given) => statePlugin(given));
    case "letter":
      return letterPlugin();
    case "ordinary":
      return [];
    default:
      throw new Error(`PLAYGROUND_VARIANT: ${name} is none of rwstate, letter, ordinary`);
  }
}
