/** In apps of other frameworks, with their own dev servers, an edit keeps the state of modules that it does not affect. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFrameworkLab } from "../harness/frameworks";
import type { Lab } from "../harness/lab.mjs";
import { cells, type Runtime } from "./cells";
import { expectEditsUnderLoad, textOf, type Ask } from "./edits-under-load";

interface Framework {
  runtime: Runtime;
  files: Record<string, string> & { text: string };
  save?: "edit" | "editByRename";
  asks(lab: Lab): Record<string, Ask> | Promise<Record<string, Ask>>;
}

const frameworks: Record<string, Framework> = {
  "tanstack-start": {
    runtime: "node",
    files: {
      text: "src/text.ts",
      page: "src/routes/index.tsx",
      function: "src/functions.ts",
      route: "src/routes/api/count.ts",
    },
    async asks(lab) {
      const page = (id: string) => textOf(lab.fetch(`/?id=${id}`));
      const [, action = ""] = /<form action="([^"]*)"/.exec(await page("form")) ?? [];
      expect(action).not.toBe("");
      return {
        page,
        function: (id) => post(lab, action, new URLSearchParams({ id })),
        route: (id) => post(lab, "/api/count", id),
      };
    },
  },
  sveltekit: {
    runtime: "node",
    files: {
      text: "src/lib/server/text.ts",
      page: "src/routes/+page.svelte",
      action: "src/routes/+page.server.ts",
      route: "src/routes/api/+server.ts",
    },
    asks: (lab) => ({
      page: (id) => textOf(lab.fetch(`/?id=${id}`)),
      action: (id) => post(lab, `/?/count&id=${id}`, new URLSearchParams({ id })),
      route: (id) => post(lab, "/api", id),
    }),
  },
  "astro-cloudflare": {
    runtime: "workerd",
    files: {
      text: "src/lib/text.ts",
      page: "src/pages/index.astro",
      action: "src/actions/index.ts",
      route: "src/pages/api/count.ts",
    },
    // Astro restarts its server if it reads the file of the actions while an editor has truncated it.
    save: "editByRename",
    asks: (lab) => ({
      page: (id) => textOf(lab.fetch(`/?id=${id}`)),
      action: (id) => post(lab, "/_actions/count", JSON.stringify(id), "application/json"),
      route: (id) => post(lab, "/api/count", id),
    }),
  },
};

/** An environment, as the inspector shows it. */
interface Environment {
  name: string;
  consumer: string;
  runs: boolean;
  answers: boolean;
}

describe.each(Object.entries(frameworks))("%s", (name, { runtime, files, save = "edit", asks }) => {
  // The major of the app's own Vite.
  describe.each(cells(runtime).filter(({ vite }) => vite === 8))("Vite $vite, $runtime", () => {
    let lab: Lab;

    beforeAll(async () => {
      lab = await openFrameworkLab(name, { log: "info" });
    });
    afterAll(() => lab?.close());

    test("the inspector's address is printed, where the framework prints its own too", async () => {
      const printed = () => lab.output.join("");
      await expect.poll(printed).toMatch(/rwstate: +http:\/\/\S+\/__rwstate\//);
    });

    test("20 edits under load: no request fails, and the hits are kept", async () => {
      await expectEditsUnderLoad(lab[save].bind(lab), files, await asks(lab));
    });

    test("in the inspector an environment that has answered no question has no runner, as Astro's own", async () => {
      const answer = await lab.fetch("/__rwstate/snapshot.json");
      const { environments } = (await answer.json()) as { environments: Environment[] };
      const servers = environments.filter(({ consumer }) => consumer === "server");
      const running = servers.filter(({ runs }) => runs).map(({ name }) => name);
      expect(running).toEqual(servers.filter(({ answers }) => answers).map(({ name }) => name));
      expect(running).toContain("ssr");
      if (name === "astro-cloudflare") expect(servers.map((it) => it.name)).toContain("astro");
    });
  });
});

/** Sends a POST as a page of the app would. */
function post(lab: Lab, path: string, body: BodyInit, type?: string): Promise<string> {
  const { origin } = new URL(lab.url);
  const headers = { origin, accept: "text/html", ...(type && { "content-type": type }) };
  return textOf(lab.fetch(path, { method: "POST", body, headers }));
}
