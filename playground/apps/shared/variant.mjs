// The state plugin of this app: rwstate, a plugin that only serves a virtual module (the baseline), or none.
export async function variant() {
  const { PLAYGROUND_VARIANT: name = "rwstate", PLAYGROUND_OPTIONS: options } = process.env;
  switch (name) {
    case "rwstate": {
      // Imported here, so that a server without rwstate does not load it.
      const { statePlugin } = await import("rwstate/vite");
      // Several, as where a framework has one and the user another.
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
