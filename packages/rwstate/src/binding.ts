/** Loads the native addon of this machine. */
import { createRequire } from "node:module";
import type * as addon from "./addon.js";

export type * from "./addon.js";

/** What the addon exports: the Rust crate `rwstate_binding`, seen from JavaScript. */
export type Binding = typeof addon;

/** What a manifest of this package says of packages with addons: the published one lists them all, that of a checkout none. */
interface Manifest {
  optionalDependencies?: Record<string, string>;
}

const require = createRequire(import.meta.url);

/**
 * Returns the addon: the one that a checkout has built, else the one of this platform's package.
 *
 * @throws {MissingAddon} RWS005: there is none for this machine, or it does not load.
 */
export function loadBinding(): Binding {
  const { platform, arch } = process;
  try {
    return require(`../native/rwstate.${platform}-${arch}.node`) as Binding;
  } catch (error) {
    if (!isMissing(error)) throw new MissingAddon(`${platform}-${arch}`, error);
  }
  const name = platformName();
  try {
    return require(packageOf(name)) as Binding;
  } catch (error) {
    throw new MissingAddon(name, error);
  }
}

/**
 * Returns what `call` returns; an error that it throws loses its stack. Vite prints an error's stack where it has one, and
 * a diagnostic's text says all that a reader needs.
 */
export function withoutStack<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof Error) error.stack = error.message;
    throw error;
  }
}

/** The one diagnostic that Rust cannot render. */
export class MissingAddon extends Error {
  readonly #lines: string[];

  constructor(name: string, cause: unknown) {
    const reason = String(cause instanceof Error ? cause.message : cause).split("\n", 1)[0];
    const lines = [
      `missing-addon: ${isMissing(cause) ? `rwstate has no native addon for ${name}` : `the native addon for ${name} does not load`}`,
      `  at: ${reason}`,
      `  help: ${helpFor(name)}`,
      "  page: docs/diagnostics/RWS005-missing-addon.md",
    ];
    super(`error[RWS005] ${lines.join("\n")}`, { cause });
    this.#lines = lines;
  }

  /** The same where Vite runs without the addon. */
  get warning(): string {
    const [title, ...rest] = this.#lines;
    return [
      `warning[RWS005] ${title}, so Vite runs without rwstate: nothing is kept`,
      ...rest,
    ].join("\n");
  }
}

function helpFor(name: string): string {
  const { optionalDependencies = {} } = require("../package.json") as Manifest;
  const names = Object.keys(optionalDependencies);
  if (names.length === 0) {
    return "install the package rwstate again on this machine; in a checkout of the project, run `cargo xtask build`";
  }
  if (names.includes(packageOf(name))) {
    return `install the package rwstate again on this machine, with optional dependencies; \`${packageOf(name)}\` has the addon`;
  }
  const known = names.map((each) => each.slice(packageOf("").length));
  return `there are addons for ${known.join(", ")}`;
}

/** The package with the addon for a platform. `cargo xtask pack` makes it. */
function packageOf(name: string): string {
  return `@rwstate/binding-${name}`;
}

function isMissing(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === "MODULE_NOT_FOUND";
}

/** What this machine is called in the names of packages with addons. */
function platformName(): string {
  const { platform, arch } = process;
  if (platform === "win32") return `${platform}-${arch}-msvc`;
  if (platform === "linux") return `${platform}-${arch}-${isMusl() ? "musl" : "gnu"}`;
  return `${platform}-${arch}`;
}

/**
 * Whether Node's C library is musl. An addon for the other library may load and crash later, as where `node_modules` were copied into a
 * container, so none is tried.
 */
function isMusl(): boolean {
  // Without this a report looks up the names of hosts that are connected.
  const report = process.report as typeof process.report & { excludeNetwork?: boolean };
  const { excludeNetwork } = report;
  report.excludeNetwork = true;
  const { header } = report.getReport() as { header: { glibcVersionRuntime?: string } };
  if (excludeNetwork !== undefined) report.excludeNetwork = excludeNetwork;
  return header.glibcVersionRuntime === undefined;
}
