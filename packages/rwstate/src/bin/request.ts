/** Makes the request that the command line needs. */
import type { CliRequest, CliResponse } from "../binding.js";

export async function respond({ url, timeout }: CliRequest): Promise<CliResponse> {
  try {
    const target = new URL(url);
    const headers = new Headers({ accept: "application/json" });
    const { username, password } = target;
    if (username || password) {
      const credentials = decodeURIComponent(`${username}:${password}`);
      headers.set("authorization", `Basic ${Buffer.from(credentials).toString("base64")}`);
      // `fetch` refuses a URL that has them.
      [target.username, target.password] = ["", ""];
    }
    const signal = AbortSignal.timeout(timeout);
    const response = await fetch(target, { headers, redirect: "manual", signal });
    const location = response.headers.get("location");
    return {
      type: "Http",
      status: response.status,
      ...(location !== null && { location }),
      body: await response.text(),
    };
  } catch (error) {
    return failed(error);
  }
}

/** `fetch` fails with a `TypeError` whose cause says why; where several addresses were tried, that has a cause for each. */
function failed(error: unknown): CliResponse {
  const { cause } = error as { cause?: unknown };
  if (cause instanceof Error) return failed(cause);
  const { code, name, message } = error as NodeJS.ErrnoException;
  const [first] = error instanceof AggregateError ? (error.errors as Error[]) : [];
  return {
    type: "Failed",
    code: typeof code === "string" ? code : name,
    message: message || (first?.message ?? ""),
  };
}
