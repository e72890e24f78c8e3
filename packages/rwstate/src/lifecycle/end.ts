/** Disposes of entries when their server closes. At a restart that is before the next server listens. */
import type { DevEnvironment } from "vite";
import { anchorKey as key, toRunner, toServer } from "../protocol.js";
import { listening } from "../server/listening.js";

/** The part of the state module's anchor that is used, in the server's own realm. */
interface Anchor {
  scopes: Map<string, unknown>;
  end?: (scope: string) => Promise<void>;
}

/** How long a runner has to answer, in milliseconds. A runner whose realm has ended never answers. */
const answerBound = 1000;

/** How long the disposal of one entry may take, in milliseconds. The state module stops to wait after the same time. */
const disposalBound = 5000;

/** The scopes whose entries are disposed of, until the next server with the scope listens. */
const ended = new Set<string>();

/**
 * Disposes of a scope's entries when its environment closes.
 *
 * @param isSucceeding whether the server that this one replaces is not closed yet
 */
export function endWithServer(
  environment: DevEnvironment,
  scope: string,
  isSucceeding: () => boolean,
): void {
  const { hot } = environment;
  let hasDisposers = false;
  hot.on(toServer.hasDisposers, () => {
    hasDisposers = true;
  });
  // What a runner sent before the environment listens was lost.
  void listening(environment).then(() => {
    hot.send(toRunner.announce);
    // Modules that a plugin evaluated before the old server closed hold values that are disposed of now.
    const hasModules = [...environment.moduleGraph.idToModuleMap.values()].some(
      ({ transformResult }) => transformResult,
    );
    if (ended.delete(scope) && hasModules) hot.send({ type: "full-reload", path: "*" });
  });
  const close = environment.close.bind(environment);
  environment.close = async () => {
    // A restart has failed: the entries belong to the old server, which goes on.
    if (isSucceeding()) return close();
    // Entries of this process: of natively imported code, and of runners here.
    const anchor = (globalThis as { [key]?: Anchor })[key];
    const isHere = anchor?.scopes.has(scope) ?? false;
    if (isHere) await anchor?.end?.(scope);
    if (hasDisposers) await endInRunner(environment);
    if (isHere || hasDisposers) ended.add(scope);
    await close();
  };
}

/** Resolves when a runner has disposed of its entries, or does not answer in time. */
function endInRunner({ hot }: DevEnvironment): Promise<void> {
  return new Promise((resolve) => {
    let bound = setTimeout(resolve, answerBound);
    let most = 0;
    hot.on(toServer.closing, (entries: number) => {
      clearTimeout(bound);
      // Several runners may share one realm. The first removes all entries, and the others report none. So the largest number counts. The
      // time limit stays, as a realm may end before all is done.
      most = Math.max(most, entries);
      bound = setTimeout(resolve, answerBound + most * disposalBound);
    });
    hot.on(toServer.closed, () => {
      clearTimeout(bound);
      resolve();
    });
    try {
      hot.send(toRunner.close);
    } catch {
      clearTimeout(bound);
      resolve();
    }
  });
}
