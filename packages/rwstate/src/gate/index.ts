/** Requests wait out a re-optimization: Vite's hooks, turned into what happens to a server's gate. */
import type { DevEnvironment, Plugin, ViteDevServer } from "vite";
import type { Context } from "../plugin/context.js";
import { isFirst } from "../plugin/once.js";
import { Session } from "./session.js";

/** The session of each dev server's latest start, by the server's id. */
const latest = new Map<number, Session>();

export function gate(context: Context): Plugin[] {
  const { binding, plan } = context;
  const sessions = new WeakMap<DevEnvironment, Session>();
  const starting = new WeakMap<ViteDevServer, Session>();

  /** The session of an environment and the environment's id in it, where it is gated. */
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
          // Vite 6 asks for each environment, 7 and 8 for the client alone, which stands for all.
          const environment = this.environment as DevEnvironment;
          if (environment.name === "client") await sessions.get(environment)?.changed(file);
        },
      },
      hotUpdate: {
        order: "pre",
        async handler(options) {
          const session = sessions.get(this.environment);
          // Vite asks the client's plugins first.
          if (this.environment.name === "client") session?.edits.updating(options.file);
          const found = find(this.environment);
          if (found) await found.session.edits.update(found.id, options);
        },
      },
      buildEnd() {
        const environment = this.environment as DevEnvironment;
        // What Vite bundles in dev ends with each bundle.
        if ((environment.config as { isBundled?: boolean }).isBundled) return;
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
      // After the languages' plugins and before Vite's analysis of imports, which comes last of all.
      transform(code, id) {
        const environment = this.environment as DevEnvironment;
        if (!find(environment) || plan.resolve(id, context.mode) !== null) return undefined;
        const isEntry = environment.moduleGraph.getModuleById(id)?.importers.size === 0;
        if (!isEntry || environment.depsOptimizer?.isOptimizedDepFile(id)) return undefined;
        return { code: code + binding.entrySuffix(), map: null };
      },
      hotUpdate: {
        order: "post",
        async handler(options) {
          const found = find(this.environment);
          if (found) await found.session.edits.updated(found.id, options);
        },
      },
    },
  ];
}
