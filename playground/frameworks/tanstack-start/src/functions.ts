/** Server functions: one that a page loads its data with, one that a form posts to. */
import { createServerFn } from "@tanstack/react-start";
import { answer } from "./answer";

export const load = createServerFn()
  .validator((id: string) => id)
  .handler(({ data }) => answer(data, "function 0"));

export const count = createServerFn({ method: "POST" })
  .validator((form: FormData) => String(form.get("id")))
  .handler(async ({ data }) => Response.json(await answer(data, "function 0")));
