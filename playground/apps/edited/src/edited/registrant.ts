import { define } from "./registry";

define("user", "user first");
