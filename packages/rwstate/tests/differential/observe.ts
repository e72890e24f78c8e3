/** Runs a script over modules, original or rewritten, and records all that can be observed. */
import { describeValue } from "./describe.js";
import { sandbox, type Files } from "./sandbox.js";

export interface Form {
  name: string;
  /** A module, or several by their files: the script gets the first. */
  source: string | Files;
  /** The declarations that are kept when it is rewritten: `name` in the first file, `file#name` in another. */
  keeps: string[];
  /** The declarations that have a comment `rwstate: keep`, where these are more than `keeps`. */
  asks?: string[];
  /** The error that it throws. Without this, it must not throw. */
  throws?: "import" | "script";
  /** Uses the module. What it returns is compared, and so is all that it and the module `log`. */
  script?(module: any, load: (file: string) => Promise<any>): unknown;
}

declare global {
  /** The calls of `log` in the modules and the script, in their order. */
  var log: (...values: unknown[]) => void;
}

export interface Observed {
  kept: string[];
  throws: Form["throws"];
  seen: Record<string, unknown>;
}

export async function observe(form: Form, as: "original" | "rewritten"): Promise<Observed> {
  const files = typeof form.source === "string" ? { "m.js": form.source } : form.source;
  const [first] = Object.keys(files);
  const box = await sandbox(files, as, form.asks ?? form.keeps);
  const trace: unknown[] = [];
  globalThis.log = (...values) => void trace.push(values.map((value) => describeValue(value)));
  const seen: Record<string, unknown> = { trace };
  const observed: Observed = { kept: box.kept, throws: undefined, seen };
  async function attempt<T>(what: Form["throws"], run: () => T) {
    try {
      return await run();
    } catch (error) {
      observed.throws = what;
      seen["thrown"] = describeValue(error);
      return undefined;
    }
  }
  try {
    const module = await attempt("import", () => box.load(first!));
    if (module) {
      seen["exports"] = describeValue(module);
      const result = await attempt("script", () => form.script?.(module, box.load));
      seen["result"] = describeValue(result);
      seen["exports afterwards"] = describeValue(module);
    }
  } finally {
    await box.remove();
  }
  return observed;
}
