/** Tells the gate what happens, and has its actions carried out in their order. It decides nothing. */
import type { Binding, Gate, GateReport } from "../binding.js";

/** Who carries out what. */
export interface Hands {
  admit(request: number): void;
  replay(request: number): void;
  settle(request: number): void;
  explain(request: number): void;
  forward(send: number, everything: boolean): void;
  drop(send: number): void;
  ping(ping: number, environment: number): void;
  /** Something is about to begin for which requests in flight may fail. */
  disturb(): void;
  report(report: GateReport): void;
  /** The gate itself has failed: nothing may wait for it any longer. */
  fail(error: unknown): void;
}

/** What an edit makes of a graph: single modules are evaluated again, or any may be, and requests in flight end first. */
export type EditScope = "targeted" | "whole";

type Tell = (gate: Gate, now: number) => number[];

export class Adapter {
  readonly #gate: Gate;
  readonly #act: Binding["Act"];
  readonly #hands: Hands;
  readonly #ready = new Map<number, () => void>();
  readonly #queue: number[] = [];
  #opened: (() => void)[] = [];
  #isActing = false;
  #isBroken = false;
  #isOpen = true;
  #timer: NodeJS.Timeout | undefined;
  #nextEdit = 0;

  constructor(gate: Gate, act: Binding["Act"], hands: Hands) {
    this.#gate = gate;
    this.#act = act;
    this.#hands = hands;
  }

  tell(event: Tell): void {
    if (this.#isBroken) return;
    try {
      const acts = event(this.#gate, now());
      if (acts.length === 0) return;
      this.#queue.push(...acts);
      this.#carryOut();
    } catch (error) {
      this.#break(error);
    }
  }

  /** Tells of something for which requests in flight may fail. */
  disturb(event: Tell): void {
    this.#hands.disturb();
    this.#isOpen = false;
    this.tell((gate, now) => {
      const acts = event(gate, now);
      this.#isOpen = gate.isOpen();
      return acts;
    });
  }

  /** Whether the gate would let in a request that came now, with nothing to do for it before. */
  get isQuiet(): boolean {
    return this.#isBroken || (this.#isOpen && !this.#isActing);
  }

  /** Begins an edit. It has ended by `endEdit`; `ready` resolves when Vite may go on with it. */
  beginEdit(environment: number, scope: EditScope): { edit: number; ready: Promise<void> } {
    const edit = this.#nextEdit++;
    const ready = new Promise<void>((resolve) => this.#ready.set(edit, resolve));
    const isTargeted = scope === "targeted";
    this.disturb((gate, now) => gate.editBegin(edit, environment, isTargeted, now));
    if (this.#isBroken) this.#isReady(edit);
    return { edit, ready };
  }

  endEdit(edit: number): void {
    this.tell((gate, now) => gate.editEnd(edit, now));
  }

  mayReplay(request: number): boolean {
    return !this.#isBroken && this.#gate.mayReplay(request);
  }

  /** Resolves when the gate opens, which it does within its bounds. To be asked for while it is closed. */
  opened(): Promise<void> {
    if (this.#isBroken) return Promise.resolve();
    return new Promise((resolve) => this.#opened.push(resolve));
  }

  /** Lets everything go on. Nothing is made to wait from then on. */
  close(): void {
    this.tell((gate, now) => gate.close(now));
    this.#clear();
  }

  /** An action may bring about the next event at once: what that asks for comes after what was asked for before. */
  #carryOut(): void {
    if (this.#isActing) return;
    this.#isActing = true;
    try {
      while (this.#queue.length > 0) {
        const [act, first, second] = this.#queue.splice(0, 3) as [number, number, number];
        this.#perform(act, first, second);
      }
    } finally {
      this.#isActing = false;
    }
  }

  #perform(act: number, first: number, second: number): void {
    switch (act) {
      case this.#act.Admit:
        return this.#hands.admit(first);
      case this.#act.Replay:
        return this.#hands.replay(first);
      case this.#act.Settle:
        return this.#hands.settle(first);
      case this.#act.Explain:
        return this.#hands.explain(first);
      case this.#act.EditReady:
        return this.#isReady(first);
      case this.#act.Forward:
        return this.#hands.forward(first, second === 1);
      case this.#act.Drop:
        return this.#hands.drop(first);
      case this.#act.Ping:
        return this.#hands.ping(first, second);
      case this.#act.Wake:
        return this.#wake(second === 1 ? first / 1000 : undefined);
      case this.#act.Report: {
        const report = this.#gate.takeReport();
        this.#isOpen = this.#gate.isOpen();
        this.#open();
        if (report) this.#hands.report(report);
      }
    }
  }

  #isReady(edit: number): void {
    this.#ready.get(edit)?.();
    this.#ready.delete(edit);
  }

  #open(): void {
    const opened = this.#opened;
    this.#opened = [];
    for (const resolve of opened) resolve();
  }

  #wake(delay: number | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (delay === undefined) return;
    // After a busy loop the timer fires first, and what came meanwhile may be what is awaited.
    this.#timer = setTimeout(() => setImmediate(() => this.tell(tick)), delay);
    this.#timer.unref();
  }

  #break(error: unknown): void {
    this.#isBroken = true;
    this.#queue.length = 0;
    this.#clear();
    this.#hands.fail(error);
  }

  #clear(): void {
    this.#wake(undefined);
    for (const edit of this.#ready.keys()) this.#isReady(edit);
    this.#open();
  }
}

const tick: Tell = (gate, now) => gate.tick(now);

/** The gate's time. */
export function now(): number {
  return Math.floor(performance.now() * 1000);
}
