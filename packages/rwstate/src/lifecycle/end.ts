/** Has entries disposed of as their server closes, which on a restart is before the next one begins. */
import type { DevEnvironment } from "vite";
import { listening } from "../plugin/listening.js";
import { anchorKey as key, toRunner, toServer } from "../protocol.js";

/** The part of the state module's anchor that a server uses of its own realm. */
interface Anchor {
  scopes: Map<string, unknown>;
  end?: (scope: string) => Promise<void>;
}

/** How long a runner has to say that it hears, in milliseconds: one whose realm has ended never does. */
const hearing = 1000;

/** How long one entry may take, in milliseconds; the state module holds it to that. */
const ending = 5000;

/** The scopes whose entries have ended, until the server that comes after listens. */
const ended = new Set<string>();

/** `isSucceeding`: whether the server whose entries these have been so far is not closed yet. */
export function endWithServer(
  environment: DevEnvironment,
  scope: string,
  isSucceeding: () => boolean,
): void {
  const { hot } = environment;
  let holds = false;
  hot.on(toServer.holds, () => {
    holds = true;
  });
  // A runner that is there before the server listens has spoken to nobody.
  void listening(environment).then(() => {
    hot.send(toRunner.hail);
    // Modules that were evaluated while the server was made have what the one before it has ended since.
    const hasModules = [...environment.moduleGraph.idToModuleMap.values()].some(
      ({ transformResult }) => transformResult,
    );
    if (ended.delete(scope) && hasModules) hot.send({ type: "full-reload", path: "*" });
  });
  const close = environment.close.bind(environment);
  environment.close = async () => {
    // A restart has failed: the entries are the server's that goes on.
    if (isSucceeding()) return close();
    // Natively imported code, and runners of this process.
    const anchor = (globalThis as { [key]?: Anchor })[key];
    const isHere = anchor?.scopes.has(scope) ?? false;
    if (isHere) await anchor?.end?.(scope);
    if (holds) await endElsewhere(environment);
    if (isHere || holds) ended.add(scope);
    await close();
  };
}

function endElsewhere({ hot }: DevEnvironment): Promise<void> {
  return new Promise((resolve) => {
    let bound = setTimeout(resolve, hearing);
    let most = 0;
    hot.on(toServer.ending, (entries: number) => {
      clearTimeout(bound);
      // Of one realm several runners may say so, and the first has taken the entries out. A runner may be gone before it is done.
      most = Math.max(most, entries);
      bound = setTimeout(resolve, hearing + most * ending);
    });
    hot.on(toServer.ended, () => {
      clearTimeout(bound);
      resolve();
    });
    try {
      hot.send(toRunner.end);
    } catch {
      clearTimeout(bound);
      resolve();
    }
  });
}
