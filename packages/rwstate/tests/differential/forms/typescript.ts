/** TypeScript: types stay where they were, and go with the rest of them. */
import type { Form } from "../observe.js";

export const typeScript: Form[] = [
  {
    name: "annotations, assertions, satisfies, non-null and definite assignments",
    source: {
      "m.ts": `
        type Id = string | number;
        export let definite!: Map<string, Id>;
        export let annotated: Id | undefined;
        export const cache: Map<string, Id> = new Map<string, Id>() satisfies Map<string, Id>;
        export const list = [] as Id[];
        let cast = <number>1;
        export function run(this: void, id: Id): unknown[] {
          definite = new Map<string, Id>([["a", id]]);
          (annotated as any) = 1;
          annotated!++;
          (cast as number)++;
          (<any>cast) += 1;
          [cast as any, annotated!] = [cast + 1, "t" as Id];
          cache!.set("k", id)
          ;(list as any).push(id)
          for (annotated of list) list.length < 3 && list.push(cast satisfies number);
          return [definite.get("a"), annotated, cast, [...list]];
        }`,
    },
    keeps: ["definite", "annotated", "cache", "list", "cast"],
    script: ({ run }) => [run("x"), run(2)],
  },
  {
    name: "enums, namespaces, declarations, parameter properties and overloads",
    source: {
      "m.ts": `
        declare let ambient: number;
        declare global { var declared: number }
        enum Level { Low = 1, High }
        export namespace Space { export let inner = 0; export const next = () => inner++; }
        export abstract class Service {
          static readonly instances: Set<Service> = new Set();
          static #count?: number;
          constructor(protected readonly level: Level, public name?: string) { Service.instances.add(this); total++; }
          abstract run(): void;
        }
        export class Real extends Service { override run(): Level { return (total += this.level); } }
        let total: number = 0;
        export function read(): number;
        export function read(_?: unknown): number { return total; }
        export type { Level };`,
    },
    keeps: ["Service.instances", "total"],
    script({ Service, Real, Space, read }) {
      const real = new Real(2, "r");
      return [real, real.run(), read(), Service.instances.size, Space.next(), Space.inner];
    },
  },
  {
    name: "generics, type-only imports and functions with type predicates",
    source: {
      "m.ts": `
        import type { Entry } from "./types.ts.js";
        import { type Entry as Also, make } from "./make.js";
        let last: Entry<number> | null = null
        export const remember = <T extends number,>(value: T): value is T => { last = make(value); return true }
        export const recall = (): Also<number> => last!`,
      "make.js": `export const make = (value) => ({ value });`,
    },
    keeps: ["last"],
    script: ({ remember, recall }) => [remember(4), recall()],
  },
];
