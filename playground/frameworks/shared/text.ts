/** What edits change. */
import { register } from "./registry";

register("text 0");
