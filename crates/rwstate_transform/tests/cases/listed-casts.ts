// A cast around what is listed, or around a chain that begins with it, changes nothing. What holds it in another value is not looked for.
import { create } from "listed";
const as_ = create().$extends({}) as Client, satisfied = create().$extends({}) satisfies Client, certain = create().pool!;
const awaited = await create(), both = (await create()) as Client;
const held = { client: create() }, given = new Pool(create());
export default create().$extends({});
export { as_, satisfied, certain, awaited, both, held, given };
