/** Registers the hooks: `node --import register.mjs`, with what they are to do in the environment. */
import { register } from "node:module";

register("./hooks.mjs", import.meta.url, { data: JSON.parse(process.env.DIFFERENTIAL) });
