/** The plugin of the inspector, which shows the state of a dev server on a page at `/__rwstate/`. */
import { type Plugin, type ViteDevServer } from "vite";
import type { Context } from "../server/context.js";
import { isFirst } from "../server/once.js";
import { Inspection } from "./inspection.js";
import { Routes } from "./routes.js";

/** The part of Vite DevTools that is used; it is not a dependency. */
interface DevTools {
  docks: { register(dock: object): unknown };
}

export function inspector(context: Context): Plugin {
  const { binding, plan } = context;
  /** The page's path, once it is served. */
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
      // There may be several of these plugins, a framework's and its user's. The page is served if all of them allow it.
      const all = config.plugins.filter(({ name }) => name === plugin.name);
      if (!all.every(({ api }) => (api as typeof plugin.api).isServed)) return;
      const served = `${config.base}__rwstate/`;
      page = served;
      const routes = new Routes(binding, server, inspection);
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
          // Vite DevTools are not stable yet. The page works without them.
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

/** Prints the page's address after Vite's own. A host such as Astro prints addresses of its own instead: there once the server listens. */
function printAddress(server: ViteDevServer, page: string, isWanted: () => boolean): void {
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
    // A host that prints Vite's addresses does so before the next turn of the event loop. After a restart the address is the same.
    if (!isRestart) setImmediate(() => void (!isPrinted && isWanted() && print()));
    return listening;
  };
}

/**
 * Adds a shortcut to those that a host binds. A call of `bindCLIShortcuts` here would make every host listen to the terminal, and on Vite 6
 * twice.
 */
function addShortcut(server: ViteDevServer, page: string): void {
  const shortcut = {
    key: "s",
    description: "open rwstate's inspector",
    action({ config, openBrowser }: ViteDevServer) {
      // `openBrowser` opens the page of this option.
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
