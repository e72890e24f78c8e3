/** The page's requests to the server. */
import type { Declaration } from "./snapshot.js";

/** Resets an entry. */
export async function reset(environment: string, key: string): Promise<void> {
  await succeeds(
    fetch("reset", {
      method: "POST",
      headers: { "content-type": "application/json", "x-rwstate": "1" },
      body: JSON.stringify({ environment, key }),
    }),
  );
}

/** Opens a file in the editor, by Vite's own endpoint. */
export async function openInEditor({ file, line }: Declaration): Promise<void> {
  const place = encodeURIComponent(line > 0 ? `${file}:${line}` : file);
  await succeeds(fetch(`../__open-in-editor?file=${place}`));
}

async function succeeds(answer: Promise<Response>): Promise<void> {
  const { ok, status } = await answer.catch(() => {
    throw new Error("the dev server does not answer");
  });
  if (!ok) throw new Error(`the dev server answered ${status}`);
}
