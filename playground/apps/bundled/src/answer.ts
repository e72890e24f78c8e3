/** The app of the bundled environment. It reports its state: one number per object of this realm. */
import { defineRwState } from "rwstate/state";
import { accepted } from "./accepted";
import { context } from "./context";
import { disposed } from "./disposed";
import { identify } from "./realm";
import { text } from "./text";

const state = defineRwState("state", () => new Map<string, string>());
let hits = 0;
/* rwstate: keep */
let total = 0;

export function answer(url: URL): Promise<object> {
  const id = url.searchParams.get("id")!;
  return context.run({ id }, async () => {
    const { lazy } = await import("./lazy");
    await new Promise((resolve) => setTimeout(resolve, Number(url.searchParams.get("wait"))));
    return {
      id: context.getStore()?.id,
      text,
      lazy,
      hits: ++hits,
      total: ++total,
      state: identify(state),
      context: identify(context),
      accepted: accepted.text,
      disposed: disposed(),
    };
  });
}
