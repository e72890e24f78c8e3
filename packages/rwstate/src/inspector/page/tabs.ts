/** The tabs of environments, one of which is shown. */
import { button, element, find, mark, Parts, write } from "./dom.js";
import { problems } from "./problems.js";
import type { Environment } from "./snapshot.js";
import { figure, plural } from "./words.js";

export class Tabs {
  readonly #list = find("#tabs");
  readonly #panel = find("#panel");
  readonly #parts: Parts<Environment>;
  readonly #chosen: () => void;
  #environments: Environment[] = [];
  #name = "";

  constructor(chosen: () => void) {
    this.#chosen = chosen;
    this.#parts = new Parts(
      this.#list,
      ({ name }) => name,
      ({ name }) => {
        const kept = new Badge("number", "entry", "entries");
        const wrong = new Badge("alarm", "problem", "problems");
        const node = button({ role: "tab", "aria-controls": "panel" }, () => this.#choose(name));
        node.id = `tab-${name}`;
        node.append(element("span", {}, name), " ", kept.node, " ", wrong.node);
        return {
          node,
          update: (environment) => {
            const isShown = name === this.#name;
            mark(node, "aria-selected", String(isShown));
            mark(node, "tabindex", isShown ? "0" : "-1");
            kept.show(environment.answers ? environment.entries.length : undefined);
            wrong.show(problems(environment) || undefined);
          },
        };
      },
    );
    this.#list.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Updates the tabs. Returns the environment to show. */
  show(environments: Environment[]): Environment | undefined {
    this.#environments = environments;
    const full = environments.filter(({ entries }) => entries.length > 0);
    const isServer = ({ consumer }: Environment) => consumer === "server";
    // The user has chosen no tab. The current one stays while it has entries.
    const shown =
      environments.find(({ name }) => address(name) === location.hash) ??
      full.find(({ name }) => name === this.#name) ??
      full.find(isServer) ??
      full[0] ??
      environments.find(isServer) ??
      environments[0];
    this.#name = shown?.name ?? "";
    this.#parts.update(environments);
    mark(this.#panel, "aria-labelledby", `tab-${this.#name}`);
    return shown;
  }

  #choose(name: string): void {
    // In the hash of the URL, so that the choice survives a reload, and a restart of the server.
    history.replaceState(null, "", address(name));
    this.#chosen();
  }

  #key(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: 0, End: 0 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const names = this.#environments.map(({ name }) => name);
    const from = event.key === "Home" ? 0 : event.key === "End" ? -1 : names.indexOf(this.#name);
    const name = names.at((from + step) % names.length);
    if (name === undefined) return;
    this.#choose(name);
    this.#parts.get(name)?.focus();
  }
}

function address(name: string): string {
  return `#${encodeURIComponent(name)}`;
}

/** A number beside a name. Screen readers also read what it counts. */
class Badge {
  readonly node: HTMLElement;
  readonly #number = element("span");
  readonly #noun = element("span", { class: "unseen" });
  readonly #one: string;
  readonly #many: string;

  constructor(look: string, one: string, many: string) {
    this.node = element("span", { class: look }, this.#number, " ", this.#noun);
    this.#one = one;
    this.#many = many;
  }

  show(number: number | undefined): void {
    this.node.hidden = number === undefined;
    if (number === undefined) return;
    write(this.#number, figure(number));
    write(this.#noun, plural(number, this.#one, this.#many));
  }
}
