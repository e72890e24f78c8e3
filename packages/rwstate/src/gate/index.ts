/** The plugins of the gate, which holds requests while modules are replaced. They pass Vite's hooks on to the session of a server. */
import type { DevEnvironment, Plugin, ViteDevServer } from "vite";
import { isBundled, isEntryModule } from "../server/bundled.js";
import type { Context } from "../server/context.js";
import { isFirst } from "../server/once.js";
import { Session } from "./session.js";

/** By the id of a dev server: the session of its latest start. */
const latest = new Map<number, Session>();

export function gate(context: Context): Plugin[] {
  const { binding, plan } = context;
  const sessions = new WeakMap<DevEnvironment, Session>();
  const starting = new WeakMap<ViteDevServer, Session>();

  /** The session of a gated environment, and the number that the environment has there. */
  function find(environment: DevEnvironment): { session: Session; id: number } | undefined {
    const session = sessions.get(environment);
    const id = session?.id(environment);
    return session && id !== undefined ? { session, id } : undefined;
  }

  return [
    {
      name: "rwstate:gate",
      enforce: "pre",
      async configureServer(server) {
        const environments = Object.values(server.environments);
        const isGated = environments.some(({ name, config }) =>
          plan.isGated(name, config.consumer, context.mode),
        );
        if (!isGated || !isFirst(server, "gate")) return;
        const session = new Session(context, server);
        for (const environment of environments) sessions.set(environment, session);
        context.drain = async (environment) =>
          (await sessions.get(environment)?.drain(environment)) ?? (() => {});
        context.settled = async (environment) => sessions.get(environment)?.settled(environment);
        starting.set(server, session);
        const { restart } = server;
        server.restart = async (...options) => {
          try {
            await restart.apply(server, options);
          } finally {
            if (session.outlived()) latest.set(context.server, session);
          }
        };
        const predecessor = latest.get(context.server);
        latest.set(context.server, session);
        if (predecessor) await session.takeOver(predecessor);
        return () => server.middlewares.use(session.requests.layer);
      },
      watchChange: {
        order: "pre",
        async handler(file) {
          // Vite 6 calls this hook once for each environment, Vite 7 and 8 once for the client environment.
          const environment = this.environment as DevEnvironment;
          const session = sessions.get(environment);
          if (environment.name === "client") await session?.changed(file);
          // rolldown calls it for what it compiles lazily, too, with a query.
          else if (isBundled(environment) && !file.includes("?")) {
            await session?.bundling(environment, file);
          }
        },
      },
      hotUpdate: {
        order: "pre",
        async handler(options) {
          const session = sessions.get(this.environment);
          // Vite begins with the client environment.
          if (this.environment.name === "client") session?.edits.updating(options.file);
          const found = find(this.environment);
          if (found) await found.session.edits.update(found.id, options);
        },
      },
      buildEnd() {
        const environment = this.environment as DevEnvironment;
        // In an environment that Vite bundles in dev, this hook runs after each bundle.
        if (isBundled(environment)) return;
        const session = sessions.get(environment);
        session?.close();
        if (latest.get(context.server) === session) latest.delete(context.server);
      },
    },
    {
      name: "rwstate:gate-after",
      enforce: "post",
      configureServer(server) {
        const session = starting.get(server);
        if (!session) return;
        starting.delete(server);
        session.gateEarlyHandlers();
        return () => server.middlewares.use(session.requests.errorLayer);
      },
      // After the plugins that compile languages, and before Vite's analysis of imports, which is the last of all.
      transform(code, id) {
        const environment = this.environment as DevEnvironment;
        if (!find(environment) || plan.resolve(id, context.mode) !== null) return undefined;
        if (!isEntryModule(this, environment, id)) return undefined;
        if (environment.depsOptimizer?.isOptimizedDepFile(id)) return undefined;
        return { code: code + binding.entrySuffix(), map: null };
      },
      hotUpdate: {
        order: "post",
        async handler(options) {
          const found = find(this.environment);
          if (found) await found.session.edits.update(found.id, options);
        },
      },
    },
  ];
}
