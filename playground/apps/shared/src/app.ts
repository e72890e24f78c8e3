/** The app of the playground. It reports its state, and how many instances of itself there are. */
import { defineRwState } from "rwsdk/__state";
import { getRequestInfo, requestInfoStore, runWithRequestInfo } from "fw/requestInfo";
import { accepted } from "./accepted";
import { checkApi } from "./api";
import { late } from "./late";
import { identify, nextInstance, readersOf } from "./realm";
import { routes } from "./routes";

const instance = nextInstance();
const probe = defineRwState<object>("probe", () => ({ madeBy: "app" }));

/** Answers with a report, or by the route of the path. */
export async function handle(request: Request, environment: string): Promise<object> {
  if (new URL(request.url).pathname.endsWith("/api")) return checkApi();
  const route = routes[new URL(request.url).pathname.split("/").at(-1)!];
  if (route) return route(request, environment);
  const info = { id: new URL(request.url).searchParams.get("id") ?? "none" };
  const readers = readersOf(environment).add(getRequestInfo);
  const contexts = await runWithRequestInfo(info, async () => {
    await Promise.resolve();
    return [...readers].map((read) => read()?.id ?? null);
  });
  return {
    environment,
    instance,
    id: info.id,
    /** The current context, as each instance of the framework reads it, old and new. */
    contexts,
    /** One number per object: the same number is the same object. */
    state: {
      app: identify(probe),
      accepted: identify(accepted.probe),
      late: identify((late["fw/late"] as { probe?: object } | undefined)?.probe),
    },
    store: {
      app: identify(requestInfoStore),
      late: identify(
        (late["fw/late"] as { requestInfoStore?: object } | undefined)?.requestInfoStore,
      ),
    },
    acceptedInstance: accepted.instance,
    late: Object.keys(late),
  };
}
