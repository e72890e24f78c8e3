// Which state plugin this app runs with: rwstate, the design note's plugin built to the letter, or none.
export async function variant() {
  const { PLAYGROUND_VARIANT: name = "rwstate", PLAYGROUND_OPTIONS: options } = process.env;
  switch (name) {
    case "rwstate": {
      // Loaded here only, so that a server without rwstate does not pay for it.
      const { statePlugin } = await import("rwstate/vite");
      // Several, as where a framework brings one and the user another.
      return [options ? JSON.parse(options) : undefined].flat().map((given) => statePlugin(given));
    }
    case "letter":
      return (await import("./letter.mjs")).letterPlugin();
    case "ordinary":
      return [];
    default:
      throw new Error(`PLAYGROUND_VARIANT: ${name} is none of rwstate, letter, ordinary`);
  }
}
