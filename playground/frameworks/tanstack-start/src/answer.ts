/** What each response says: the text as it was saved last, what its own file says, and how many there were. */
import { hit } from "./hits";
import { registered } from "./registry";
import "./text";

export const answer = (id: string, own: string) => ({ id, text: registered(), own, hits: hit() });
