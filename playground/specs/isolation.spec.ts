/** Each environment of each server has its own state, also where several share a realm. */
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../harness/lab.mjs";
import { cells, inCell, openCell } from "./cells";

describe.each(cells("node"))("Vite $vite", (cell) => {
  let lab: Lab;

  // As in a dev server that a test starts, which is none of Vitest's own servers.
  beforeAll(async () => void (lab = await openCell(cell, { env: { VITEST: "true" } })));
  afterAll(() => lab.close());

  test("ssr and rsc of one server", async () => {
    const [ssr, rsc] = [await lab.settledReport("/"), await lab.settledReport("/rsc")];
    expect(ssr.state.app).not.toBe(rsc.state.app);
    expect(ssr.store.app).not.toBe(rsc.store.app);
  });

  test("two servers of one root in one process", async () => {
    const one = await lab.settledReport("/");
    const url = await lab.call("second");
    const two = await (await fetch(new URL("/?id=two", url))).json();
    expect(two.contexts.every((id: unknown) => id === "two" || id === null)).toBe(true);
    expect(two.state.app).not.toBe(one.state.app);
    expect(two.store.app).not.toBe(one.store.app);
    await lab.call("restart");
    const restarted = await lab.settledReport("/");
    expect(restarted.state.app).toBe(one.state.app);
  });
});

test.each(cells("workerd"))("Vite $vite: two environments of one worker", (cell) =>
  inCell(
    cell,
    {
      env: { PLAYGROUND_CHILD: "child" },
      prepare: async (root) => {
        await cp(join(root, "src/entry.ts"), join(root, "src/child.ts"));
        await writeFile(join(root, "src/entry.ts"), parent);
      },
    },
    async (lab) => {
      const { worker, child } = (await lab.settledReport("/")) as never as Record<
        string,
        Awaited<ReturnType<typeof lab.report>>
      >;
      expect(worker!.state.app).not.toBe(child!.state.app);
      expect(worker!.store.app).not.toBe(child!.store.app);
    },
  ),
);

/** Answers with the reports of both environments. The parent reaches the child by the function of Cloudflare's plugin. */
const parent = `
import { handle } from "./app";
export default {
  async fetch(request) {
    const child = await globalThis.__VITE_ENVIRONMENT_RUNNER_IMPORT__("child", "/src/app.ts");
    const worker = await handle(request, "worker");
    return Response.json({ id: worker.id, worker, child: await child.handle(request, "child") });
  },
};
`;
