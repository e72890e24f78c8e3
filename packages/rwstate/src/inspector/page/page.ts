/** The inspector's page: its parts, the stream of snapshots that they show, and their requests to the server. */
import { closable, copy } from "./copy.js";
import { find, mark, write } from "./dom.js";
import { Entries } from "./entries.js";
import type { Declaration } from "./snapshot.js";
import { Problems } from "./problems.js";
import { report } from "./report.js";
import { openInEditor, reset } from "./server.js";
import { readSnapshot, type Environment, type Snapshot } from "./snapshot.js";
import { follow } from "./stream.js";
import { Tabs } from "./tabs.js";
import { Timeline } from "./timeline.js";
import { clock } from "./words.js";

let snapshot: Snapshot | undefined;
/** How far this machine's clock is ahead of the server's. */
let ahead = 0;
let fading: number | undefined;

const tabs = new Tabs(() => show());
const problems = new Problems(open);
const timeline = new Timeline(open);
const entries = new Entries({
  open,
  say: (text) => write(find("#spoken"), text),
  reset: (environment, key) =>
    void attempt(`Could not reset ${key}`, async () => {
      await reset(environment, key);
      notify(`Reset ${key}.`);
    }),
  showConflict: (entry) => problems.showConflict(entry),
});

follow({
  snapshot(text) {
    try {
      snapshot = readSnapshot(text);
    } catch (error) {
      return refuse(error);
    }
    ahead = Date.now() - snapshot.at;
    connection("live", "Live");
    show();
  },
  dropped() {
    const since = snapshot ? ` This is from ${clock(snapshot.at + ahead)}.` : "";
    connection("reconnecting", `Reconnecting…${since}`);
  },
});

// Updates the ages of entries, unless the page is hidden.
setInterval(() => {
  if (snapshot && !document.hidden) entries.tick(Date.now() - ahead);
}, 1000);

find<HTMLButtonElement>("#report").addEventListener("click", () => {
  void copy(report(snapshot!)).then((copied) => {
    if (copied) notify("Copied the report. It has no values in it.");
  });
});
find(".skip").addEventListener("click", (event) => {
  // The hash of the URL is the environment that is shown, so it must not change.
  event.preventDefault();
  find("#timeline").focus();
});
closable();

function show(): void {
  const { root, rwstate, vite, environments } = snapshot!;
  find("#waiting").hidden = true;
  find("#content").hidden = false;
  find<HTMLButtonElement>("#report").disabled = false;
  const project = root.slice(root.lastIndexOf("/") + 1);
  document.title = `${project} · rwstate`;
  write(find("#project"), project);
  mark(find("#project"), "title", root);
  write(find("#versions"), `rwstate ${rwstate}, Vite ${vite}`);
  timeline.show(snapshot!);
  const environment = tabs.show(environments);
  if (!environment) return;
  write(find("#about"), about(environment));
  problems.show(environment, root);
  entries.show(environment, root, Date.now() - ahead);
}

function about({ consumer, gated }: Environment): string {
  if (gated) return "On the server. Its requests wait out a re-optimization.";
  return consumer === "client"
    ? "In the browser. Its state survives updates, and ends with the page."
    : "On the server. Its requests do not wait: they meet a re-optimization as it is.";
}

function connection(state: "live" | "reconnecting" | "refused", text: string): void {
  const node = find("#connection");
  mark(node, "data-state", state);
  write(node, text);
}

/** Shows an error in place of a snapshot that cannot be read. */
function refuse(error: unknown): void {
  connection("refused", "Not readable");
  find("#content").hidden = true;
  find("#waiting").hidden = false;
  write(find("#waiting"), messageOf(error));
}

function open(place: Declaration): void {
  void attempt(`Could not open ${place.file}`, () => openInEditor(place));
}

async function attempt(failure: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    notify(`${failure}: ${messageOf(error)}.`);
  }
}

/** Shows a notice for some seconds, which screen readers announce. */
function notify(text: string): void {
  const notice = find("#notice");
  write(notice, text);
  clearTimeout(fading);
  fading = setTimeout(() => write(notice, ""), 6000);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
