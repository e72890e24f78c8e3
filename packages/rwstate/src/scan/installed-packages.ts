/**
 * Has an environment's optimizer take on packages that nothing imports yet, in a run of their own: when one fails, Vite drops all
 * that it had discovered and not bundled, and on a cold server that would be what the first request needs.
 */
import type { DevEnvironment } from "vite";
import type { Binding, Found } from "../binding.js";

interface Hands {
  register(found: Found): Promise<unknown>;
  /** Has the optimizer run, and resolves when it has ended. */
  commit(): Promise<void>;
}

/** Returns the packages that cannot be bundled. The others are tried again without those. */
export async function install(
  plan: Binding["Plan"],
  environment: DevEnvironment,
  packages: Found[],
  { register, commit }: Hands,
): Promise<string[]> {
  const leftOut: string[] = [];
  for (let rest = packages; rest.length > 0;) {
    const failure = await failureOf(environment, async () => {
      await Promise.all(rest.map(register));
      await commit();
    });
    if (failure === undefined) break;
    const [out, again] = plan.afterFailure(
      rest.map(({ specifier }) => specifier),
      failure,
    );
    leftOut.push(...out);
    rest = rest.filter(({ specifier }) => again.includes(specifier));
  }
  return leftOut;
}

/** What Vite would log of a run that failed: nobody asked for it, so it is not to be taken for a fault of the app's. */
async function failureOf(
  { logger }: DevEnvironment,
  run: () => Promise<void>,
): Promise<string | undefined> {
  let failure: string | undefined;
  const { error } = logger;
  logger.error = (text, options) => {
    if (text.includes("error while updating dependencies")) failure = text;
    else error.call(logger, text, options);
  };
  try {
    await run();
  } finally {
    logger.error = error;
  }
  return failure;
}
