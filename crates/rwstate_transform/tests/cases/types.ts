declare let ambient: number;
declare global { var g: number; }
namespace N { export let inner = 0; export const f = () => inner++; }
namespace M { /* rwstate: keep */ export let asked = 0; }
enum E { A }
/* rwstate: keep */ let definite!: Map<string, E>;
/* rwstate: keep */ let annotated: number | undefined;
/* rwstate: keep */ const sat = new Map<string, number>() satisfies Map<string, number>;
/* rwstate: keep */ const asserted = [] as string[];
/* rwstate: keep */ let cast = <number>1;
export function change(): void {
  definite = new Map();
  (annotated as any) = 1;
  annotated!++;
  sat!.set("a", 1);
  (asserted as any).push("a");
  cast = 2;
}
export type { E };
