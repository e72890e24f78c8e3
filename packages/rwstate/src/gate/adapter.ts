/**
 * Connects the gate's core, a state machine in Rust, with the parts that know Vite: notifies the core of events, and emits the actions
 * that it returns, in their order. It decides nothing itself.
 */
import { EventEmitter } from "node:events";
import type { Binding, Gate, GateReport } from "../binding.js";

/** The actions that parts of the gate listen for, with their arguments. Requests, messages and environments have numbers. */
export interface Actions {
  /** Lets a held request go on to the app. */
  admit: [request: number];
  /** Sends a failed request through the middleware again. */
  replay: [request: number];
  /** Passes on the failure of a request that is not replayed. */
  settle: [request: number];
  /** Reports why a request has failed. */
  explain: [request: number];
  /** Sends a withheld message; with `everything`, a reload of every module in its place. */
  forward: [send: number, everything: boolean];
  /** Forgets a withheld message: another one stands for it. */
  drop: [send: number];
  ping: [ping: number, environment: number];
  /** Requests in flight may fail from now on. */
  disturb: [];
  report: [report: GateReport];
  /** The gate has opened, after `report`. */
  open: [];
  /** The core or a part of the gate has failed: nothing may wait for the gate from now on. */
  fail: [error: unknown];
}

/** Whether an edit replaces single modules, or possibly all of them. For the latter Vite waits until requests in flight have ended. */
export type EditScope = "targeted" | "whole";

/** Notifies the core of an event. Returns actions, three numbers for each. */
type Notify = (gate: Gate, now: number) => number[];

export class Adapter extends EventEmitter<Actions> {
  readonly #gate: Gate;
  readonly #act: Binding["Act"];
  /** By edit: the function that resolves its `ready`. */
  readonly #ready = new Map<number, () => void>();
  readonly #queue: number[] = [];
  #opened: (() => void)[] = [];
  #isActing = false;
  #isBroken = false;
  #isOpen = true;
  #timer: NodeJS.Timeout | undefined;
  #nextEdit = 0;

  constructor(gate: Gate, act: Binding["Act"]) {
    super();
    this.#gate = gate;
    this.#act = act;
  }

  notify(event: Notify): void {
    if (this.#isBroken) return;
    try {
      const acts = event(this.#gate, now());
      if (acts.length === 0) return;
      this.#queue.push(...acts);
      this.#performAll();
    } catch (error) {
      this.#break(error);
    }
  }

  /** Notifies the core of an event that may make requests in flight fail. */
  disturb(event: Notify): void {
    this.emit("disturb");
    this.#isOpen = false;
    this.notify((gate, now) => {
      const acts = event(gate, now);
      this.#isOpen = gate.isOpen();
      return acts;
    });
  }

  /** Whether the gate would admit a request now, without any other action before that. */
  get isQuiet(): boolean {
    return this.#isBroken || (this.#isOpen && !this.#isActing);
  }

  /** Begins an edit, which lasts until `endEdit`. `ready` resolves when Vite may go on with it. */
  beginEdit(environment: number, scope: EditScope): { edit: number; ready: Promise<void> } {
    const edit = this.#nextEdit++;
    const ready = new Promise<void>((resolve) => this.#ready.set(edit, resolve));
    const isTargeted = scope === "targeted";
    this.disturb((gate, now) => gate.editBegin(edit, environment, isTargeted, now));
    if (this.#isBroken) this.#isReady(edit);
    return { edit, ready };
  }

  endEdit(edit: number): void {
    this.notify((gate, now) => gate.editEnd(edit, now));
  }

  mayReplay(request: number): boolean {
    return !this.#isBroken && this.#gate.mayReplay(request);
  }

  /** Resolves when the gate opens, which happens within its time limits. To be called while the gate is closed. */
  opened(): Promise<void> {
    if (this.#isBroken) return Promise.resolve();
    return new Promise((resolve) => this.#opened.push(resolve));
  }

  /** Admits all requests and lets all edits go on, because the server closes. */
  close(): void {
    this.notify((gate, now) => gate.close(now));
    this.#clear();
  }

  /** A listener may notify the core of another event while it runs. The actions for that come after those that are queued. */
  #performAll(): void {
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
        return void this.emit("admit", first);
      case this.#act.Replay:
        return void this.emit("replay", first);
      case this.#act.Settle:
        return void this.emit("settle", first);
      case this.#act.Explain:
        return void this.emit("explain", first);
      case this.#act.EditReady:
        return this.#isReady(first);
      case this.#act.Forward:
        return void this.emit("forward", first, second === 1);
      case this.#act.Drop:
        return void this.emit("drop", first);
      case this.#act.Ping:
        return void this.emit("ping", first, second);
      case this.#act.Wake:
        return this.#setTimer(second === 1 ? first / 1000 : undefined);
      case this.#act.Report: {
        const report = this.#gate.takeReport();
        this.#isOpen = this.#gate.isOpen();
        this.#resolveOpened();
        if (!report) return;
        this.emit("report", report);
        this.emit("open");
      }
    }
  }

  #isReady(edit: number): void {
    this.#ready.get(edit)?.();
    this.#ready.delete(edit);
  }

  #resolveOpened(): void {
    const opened = this.#opened;
    this.#opened = [];
    for (const resolve of opened) resolve();
  }

  #setTimer(delay: number | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (delay === undefined) return;
    this.#timer = setTimeout(() => this.notify(tick), delay);
    this.#timer.unref();
  }

  #break(error: unknown): void {
    this.#isBroken = true;
    this.#queue.length = 0;
    this.#clear();
    this.emit("fail", error);
  }

  #clear(): void {
    this.#setTimer(undefined);
    for (const edit of this.#ready.keys()) this.#isReady(edit);
    this.#resolveOpened();
  }
}

const tick: Notify = (gate, now) => gate.tick(now);

/** The time as the core counts it: microseconds on a monotonic clock. */
export function now(): number {
  return Math.floor(performance.now() * 1000);
}
