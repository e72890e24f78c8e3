/** The driver of `cargo xtask demo` takes its steps. What it prints is judged and drawn in Rust, and tested there. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { countServer } from "../harness/servers.mjs";
import { cells } from "./cells";

const driver = join(import.meta.dirname, "../harness/demo.mjs");

interface Line {
  event: "plan" | "opening" | "observed";
  variant?: string;
  steps?: object[];
  error?: string;
  report?: { state: { app: number } };
  page?: number;
}

test.each(cells("node").filter(({ vite }) => vite === 8))(
  "Vite $vite: each step in each variant is observed",
  async ({ vite, runtime }) => {
    for (let variant = 0; variant < 3; variant++) countServer();
    const args = [driver, String(vite), runtime];
    // The end of its input ends it.
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    const exited = once(child, "exit");
    const lines: Line[] = [];
    for await (const line of createInterface(child.stdout)) lines.push(JSON.parse(line) as Line);
    expect(await exited).toEqual([0, null]);
    const [plan] = lines;
    const observed = lines.filter(({ event }) => event === "observed");
    expect(observed).toHaveLength(3 * plan!.steps!.length);
    for (const { error, page } of observed) expect([error, page]).toEqual([undefined, 0]);
    const ours = observed.filter(({ variant }) => variant === "rwstate");
    expect(new Set(ours.map(({ report }) => report!.state.app)).size).toBe(1);
  },
);
