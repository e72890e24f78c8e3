/** What the app sees of its state. One number per object: the same number is the same object. */
import { defineRwState, getRwState } from "rwsdk/__state";
import { getRequestInfo, requestInfo } from "rwsdk/worker";
import { late } from "@/late";
import { identify, readers } from "@/realm";

const own = defineRwState<object>("own", () => ({}));

export async function report() {
  readers.add(getRequestInfo);
  await Promise.resolve();
  return {
    id: idOf(requestInfo),
    /** What each instance of rwsdk, old and new, says the current request is. */
    contexts: [...readers].map((read) => {
      try {
        return idOf(read());
      } catch {
        return null;
      }
    }),
    state: { own: identify(own), requestInfoStore: identify(getRwState("requestInfoStore")) },
    late: Object.keys(late),
    /** The scopes of rwstate's anchor, with the keys that each keeps. */
    anchor: Object.fromEntries(
      [...anchored()].map(([scope, { entries }]) => [scope, [...entries.keys()]]),
    ),
  };
}

function idOf({ request }: { request: Request }): string | null {
  return new URL(request.url).searchParams.get("id");
}

function anchored(): Map<string, { entries: Map<string, unknown> }> {
  const { [Symbol.for("rwstate/v1")]: anchor } = globalThis as {
    [symbol: symbol]: { scopes: ReturnType<typeof anchored> } | undefined;
  };
  return anchor?.scopes ?? new Map();
}
