import { keep as __rwstate_keep } from "rwstate/preserve"; // A cast around what is listed, or around a chain that begins with it, changes nothing. What holds it in another value is not looked for.
import { create } from "listed";
const as_ = __rwstate_keep("app@1.0.0/m#as_~ce746b4d", () => (create())).$extends({}) as Client, satisfied = __rwstate_keep("app@1.0.0/m#satisfied~ce746b4d", () => (create())).$extends({}) satisfies Client, certain = __rwstate_keep("app@1.0.0/m#certain~ce746b4d", () => (create())).pool!;
const awaited = await __rwstate_keep("app@1.0.0/m#awaited~ce746b4d", () => (create())), both = (await __rwstate_keep("app@1.0.0/m#both~ce746b4d", () => (create()))) as Client;
const held = { client: create() }, given = new Pool(create());
export default __rwstate_keep("app@1.0.0/m#default~ce746b4d", () => (create())).$extends({});
export { as_, satisfied, certain, awaited, both, held, given };
// as_: Listed, kept
// satisfied: Listed, kept
// certain: Listed, kept
// awaited: Listed, kept
// both: Listed, kept
// default: Listed, kept
