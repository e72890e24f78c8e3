/** Probes of packages. No other module names the module of a probe, so its dependencies are discovered when it is requested. */
export type Route = (request: Request, environment: string) => Promise<Response>;

interface Realm {
  /** How often each module of the packages was evaluated, by its path. */
  evaluated?: Record<string, number>;
  tick?: (path: string) => void;
  registered?: Record<string, object>;
}

const realm: Realm = ((globalThis as { playgroundAppended?: Realm }).playgroundAppended ??= {});
const evaluated = (realm.evaluated ??= {});
(globalThis as Realm).tick = (path) => void (evaluated[path] = (evaluated[path] ?? 0) + 1);

export const routes: Record<string, Route> = {
  probe: async (request) => {
    const path = `/src/probes/${new URL(request.url).searchParams.get("name")}.js`;
    const { probe } = await import(/* @vite-ignore */ path);
    return Response.json({ result: await probe() });
  },
  evaluated: async () => Response.json(evaluated),
  registered: async (_, environment) => Response.json(realm.registered?.[environment] ?? {}),
};
