import { z } from "zod";

export const render = () => String(z.string().parse("a"));
