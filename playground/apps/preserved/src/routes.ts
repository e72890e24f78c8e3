/** The current state of two modules: one of the app, and one of a dependency. */
import { hit as hitDependency } from "stateful";
import { count, hit } from "./kept";
import { identify } from "./realm";

export type Route = (request: Request, environment: string) => Promise<Response>;

export const routes: Record<string, Route> = {
  kept: async (request) => {
    const id = new URL(request.url).searchParams.get("id") ?? "none";
    const own = await hit(id);
    return Response.json({
      own: { ...own, live: count },
      dependency: await hitDependency(id, identify),
    });
  },
};
