/** Writes a bug report as Markdown: everything that the page shows except values, with paths from the root. */
import { placeFromRoot } from "./places.js";
import {
  countAppended,
  isAppended,
  isEdit,
  moments,
  type Edit,
  type Entry,
  type Environment,
  type Finding,
  type Moment,
  type Recovery,
  type Snapshot,
} from "./snapshot.js";
import { age, clock, count, duration, entries, everything, why } from "./words.js";

/** How many entries of an environment are listed at most, as an issue can have 65,536 characters. */
const LISTED = 200;

export function report(snapshot: Snapshot): string {
  const { rwstate, vite, at, environments, recoveries, edits } = snapshot;
  const head = [
    count(edits.length, "edit"),
    count(countAppended(snapshot), "dependency appended", "dependencies appended"),
    count(recoveries.length, "re-optimization"),
  ];
  return [
    `rwstate ${rwstate}, Vite ${vite}, ${new Date(at).toISOString()}`,
    ...environments.map((environment) => environmentPart(snapshot, environment)),
    [`### ${head.join(", ")}`, "", ...moments(snapshot).map(momentLine)].join("\n"),
  ].join("\n\n");
}

function environmentPart(snapshot: Snapshot, environment: Environment): string {
  const { name, consumer, gated, runs, answers, duplicates, findings } = environment;
  const silent = runs ? "its runner has not answered" : "no runner has asked for a module of it";
  const facts = [
    consumer,
    gated ? "gated" : "not gated",
    answers ? entries(environment.entries.length) : silent,
  ];
  const lines = [`### ${name}: ${facts.join(", ")}`, ""];
  const listed = environment.entries.slice(0, LISTED);
  lines.push(...listed.map((entry) => entryLine(snapshot, entry)));
  const rest = environment.entries.length - listed.length;
  if (rest > 0) lines.push(`- and ${entries(rest)} more`);
  for (const { name: duplicate, ids } of duplicates) {
    const [file, ...modules] = [duplicate, ...ids].map((text) => code(relative(snapshot, text)));
    lines.push(`- duplicate modules: ${file} as ${modules.join(", ")}`);
  }
  lines.push(...findings.map((finding) => findingPart(snapshot, finding)));
  return lines.join("\n");
}

function entryLine({ root, at }: Snapshot, entry: Entry): string {
  const { key, kind, version, born, survived, disposable, declared } = entry;
  const facts = [
    code(kind),
    ...(version === undefined ? [] : [`version ${code(version)}`]),
    `${age(at - born)} old`,
    `survived ${survived}`,
    ...(disposable ? ["disposable"] : []),
    ...(declared.length > 1 ? ["CONFLICT"] : []),
    ...declared.map((place) => code(placeFromRoot(root, place))),
  ];
  return `- ${code(key)}: ${facts.join(", ")}`;
}

function findingPart(snapshot: Snapshot, { text }: Finding): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `\n${fence}text\n${relative(snapshot, text)}\n${fence}`;
}

function momentLine(moment: Moment): string {
  return `- ${clock(moment.at)} ${moment.environment}: ${isEdit(moment) ? edited(moment) : found(moment)}`;
}

function edited({ evaluated, count: number, kept, milliseconds, reload }: Edit): string {
  if (reload) return everything(reload);
  const modules = evaluated.map((each) => `${code(each.module)} (${why(each)})`);
  if (number > evaluated.length) modules.push(`${number - evaluated.length} more`);
  const time = milliseconds === undefined ? "" : ` in ${duration(milliseconds)}`;
  return `evaluated ${modules.join(", ")} again${time}, ${count(kept, "module")} kept`;
}

function found(moment: Exclude<Moment, Edit>): string {
  const names = moment.dependencies.map(({ name, importer }) =>
    importer === undefined ? code(name) : `${code(name)} (imported by ${code(importer)})`,
  );
  return isAppended(moment)
    ? `appended ${names.join(", ")} in ${duration(moment.milliseconds)}`
    : `re-optimized for ${names.join(", ")}; ${facts(moment).join(", ")}`;
}

function facts({ held, longest, replayed, reloaded, kept }: Recovery): string[] {
  const fate = kept === undefined ? "no runner answered" : `${entries(kept)} kept`;
  return [
    `${count(held, "request")} held, at most ${duration(longest)}`,
    `${replayed} replayed`,
    reloaded ? fate : "nothing reloaded",
  ];
}

/** Makes all paths below the root relative to it, because the path of the root is private. */
function relative({ root }: Snapshot, text: string): string {
  return text.replaceAll(`${root}/`, "");
}

/** A text as inline code, in which Markdown interprets nothing. */
function code(text: string): string {
  const fence = "`".repeat(longestRun(text) + 1);
  const space = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${space}${text.replaceAll(/\s/g, " ")}${space}${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
