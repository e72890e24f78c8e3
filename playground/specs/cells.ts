/** The cells that a spec runs in: each Vite major with each runtime, narrowed by `PLAYGROUND_VITE` and `PLAYGROUND_RUNTIME`. */
import { openLab, type Lab } from "../harness/lab.mjs";
import { nodes } from "../harness/node.mjs";

export type Major = 6 | 7 | 8;
/** The newest minor version of the newest major, in a playground with few packages. */
const newestVite = 8.4;
export type Runtime = "node" | "workerd" | "browser";

export interface Cell {
  vite: Major | typeof newestVite;
  runtime: Runtime;
}

/** By path: the environment that answers it, of those that specs read. */
export const paths: Record<Runtime, string[]> = {
  node: ["/", "/rsc"],
  workerd: ["/"],
  browser: [],
};

const { PLAYGROUND_VITE, PLAYGROUND_RUNTIME } = process.env;

export function cells(...runtimes: Runtime[]): (Cell & { vite: Major })[] {
  const majors = ([6, 7, 8] as const).filter((vite) =>
    [undefined, String(vite)].includes(PLAYGROUND_VITE),
  );
  const wanted = runtimes.filter((runtime) =>
    [undefined, runtime as string].includes(PLAYGROUND_RUNTIME),
  );
  return majors.flatMap((vite) => wanted.map((runtime) => ({ vite, runtime })));
}

/** The cell of the newest Vite in Node, for the specs that say most about a version. */
export function newest(): Cell[] {
  return cells("node")
    .filter(({ vite }) => vite === 8)
    .map((cell) => ({ ...cell, vite: newestVite }));
}

/** The majors alone, for specs that need no runtime of the playground. */
export function majors(): Major[] {
  return PLAYGROUND_RUNTIME === undefined ? cells("node").map(({ vite }) => vite) : [];
}

type Options = Omit<Parameters<typeof openLab>[0], "vite" | "app">;

export function openCell({ vite, runtime }: Cell, options: Options = {}): Promise<Lab> {
  const isWorker = runtime === "workerd";
  const isReused = !options.env && !options.execArgv;
  return openLab({
    vite,
    app: isWorker ? "worker" : runtime,
    node: nodes[vite],
    isReused,
    ...options,
  });
}

/** Runs `use` with a lab, and closes the lab even if `use` fails. */
export async function inCell(
  cell: Cell,
  options: Options,
  use: (lab: Lab) => Promise<void>,
): Promise<void> {
  const lab = await openCell(cell, options);
  try {
    await use(lab);
  } finally {
    await lab.close();
  }
}
