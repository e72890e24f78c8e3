/** The inspector: what there is of state in a dev server, on a page at `/__rwstate/`. */
import { type Plugin, type ViteDevServer } from "vite";
import type { Context } from "../plugin/context.js";
import { isFirst } from "../plugin/once.js";
import { Inspection } from "./inspection.js";
import { Routes } from "./routes.js";

/** The part of Vite DevTools that is used; it is not a dependency. */
interface DevTools {
  docks: { register(dock: object): unknown };
}

export function inspector(context: Context): Plugin {
  const { binding, plan } = context;
  /** Where the page is, once it is served. */
  let page: string | undefined;

  const plugin = {
    name: "rwstate:inspector",
    enforce: "pre",
    api: { isServed: plan.isInspected() },
    configureServer(server) {
      if (context.mode !== "dev" || !isFirst(server, "inspector")) return;
      const inspection = new Inspection(context, server);
      closeWith(server, () => inspection.close());
      const { config } = server;
      // A framework may bring one of these plugins and its user another: each may refuse.
      const all = config.plugins.filter(({ name }) => name === plugin.name);
      if (!all.every(({ api }) => (api as typeof plugin.api).isServed)) return;
      const served = `${config.base}__rwstate/`;
      page = served;
      const routes = new Routes(binding, config, inspection);
      server.middlewares.use(routes.handle);
      closeWith(server, () => routes.close());
      printAddress(server, served, () => plan.logs("info"));
      addShortcut(server, served);
    },
    devtools: {
      setup({ docks }: DevTools) {
        if (page === undefined) return;
        try {
          docks.register({
            id: "rwstate",
            title: "rwstate",
            icon: `${page}icon.svg`,
            type: "iframe",
            url: page,
          });
        } catch {
          // Its interface is still in flux; the page is there without it.
        }
      },
    },
  } satisfies Plugin & { devtools: object };
  return plugin;
}

function closeWith({ environments }: ViteDevServer, end: () => void): void {
  const { client } = environments;
  const close = client.close.bind(client);
  client.close = () => {
    end();
    return close();
  };
}

/** Prints the address beside Vite's own; once the server listens where its host prints addresses of its own, as Astro does. */
function printAddress(server: ViteDevServer, page: string, isAsked: () => boolean): void {
  const { printUrls, listen } = server;
  let isPrinted = false;
  const print = () => {
    const url = addressOf(server, page);
    if (!url) return;
    isPrinted = true;
    server.config.logger.info(`  ➜  rwstate: ${url}`);
  };
  server.printUrls = () => {
    printUrls.call(server);
    print();
  };
  server.listen = async (port, isRestart) => {
    const listening = await listen.call(server, port, isRestart);
    // A host that prints Vite's addresses does so next. After a restart they are as they were.
    if (!isRestart) setImmediate(() => void (!isPrinted && isAsked() && print()));
    return listening;
  };
}

/**
 * Adds a shortcut to those that the host of a server binds. To bind it here would have every host listen to the terminal, and on
 * Vite 6 listen twice.
 */
function addShortcut(server: ViteDevServer, page: string): void {
  const shortcut = {
    key: "s",
    description: "open rwstate's inspector",
    action({ config, openBrowser }: ViteDevServer) {
      // Vite opens no other page than this option's.
      const { open } = config.server;
      config.server.open = page;
      openBrowser();
      config.server.open = open;
    },
  };
  const { bindCLIShortcuts } = server;
  server.bindCLIShortcuts = (options) =>
    bindCLIShortcuts.call(server, {
      ...options,
      customShortcuts: [...(options?.customShortcuts ?? []), shortcut],
    });
}

function addressOf({ resolvedUrls }: ViteDevServer, page: string): string | undefined {
  const url = resolvedUrls?.local[0] ?? resolvedUrls?.network[0];
  return url && new URL(page, url).href;
}
