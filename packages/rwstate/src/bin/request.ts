/** Makes the request that the command line needs. */
import type { CliRequest, CliResponse } from "../binding.js";

export async function respond({ url, timeout, action }: CliRequest): Promise<CliResponse> {
  try {
    const signal = AbortSignal.timeout(timeout);
    return await http(await send(url, action, signal));
  } catch (error) {
    return failed(error);
  }
}

export function send(
  url: string,
  action: CliRequest["action"],
  signal: AbortSignal,
): Promise<Response> {
  const target = new URL(url);
  const headers = new Headers({ accept: "application/json" });
  // A change needs it; no form and no link of a page can send it.
  if (action !== "read") headers.set("x-rwstate", "1");
  const { username, password } = target;
  if (username || password) {
    const credentials = decodeURIComponent(`${username}:${password}`);
    headers.set("authorization", `Basic ${Buffer.from(credentials).toString("base64")}`);
    // `fetch` refuses a URL that has them.
    [target.username, target.password] = ["", ""];
  }
  const method = action === "read" ? "GET" : "POST";
  return fetch(target, { method, headers, redirect: "manual", signal });
}

export async function http(response: Response): Promise<CliResponse> {
  const location = response.headers.get("location");
  return {
    type: "Http",
    status: response.status,
    ...(location !== null && { location }),
    body: await response.text(),
  };
}

/** `fetch` fails with a `TypeError` whose cause says why; where several addresses were tried, that has a cause for each. */
export function failed(error: unknown): CliResponse {
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
