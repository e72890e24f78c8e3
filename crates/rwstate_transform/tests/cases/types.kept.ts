import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_definite(v) { return arguments.length ? definite = v : definite; } function __rwstate_annotated(v) { return arguments.length ? annotated = v : annotated; } function __rwstate_cast(v) { return arguments.length ? cast = v : cast; } declare let ambient: number;
declare global { var g: number; }
namespace N { export let inner = 0; export const f = () => inner++; }
namespace M { /* rwstate: keep */ export let asked = 0; }
enum E { A }
/* rwstate: keep */ let definite: Map<string, E> = __rwstate_keep("app@1.0.0/m#definite~58865b27", () => void 0, __rwstate_definite);
/* rwstate: keep */ let annotated: number | undefined = __rwstate_keep("app@1.0.0/m#annotated~58865b27", () => void 0, __rwstate_annotated);
/* rwstate: keep */ const sat = __rwstate_keep("app@1.0.0/m#sat~c01ae97b", () => (new Map<string, number>() satisfies Map<string, number>));
/* rwstate: keep */ const asserted = __rwstate_keep("app@1.0.0/m#asserted~0218e84f", () => ([] as string[]));
/* rwstate: keep */ let cast = __rwstate_keep("app@1.0.0/m#cast~c7e832d3", () => (<number>1), __rwstate_cast);
export function change(): void {
  __rwstate_write(definite = new Map(), __rwstate_definite);
  __rwstate_write((annotated as any) = 1, __rwstate_annotated);
  __rwstate_write(annotated!++, __rwstate_annotated);
  sat!.set("a", 1);
  (asserted as any).push("a");
  __rwstate_write(cast = 2, __rwstate_cast);
}
export type { E };
// definite: Asked, kept
// annotated: Asked, kept
// sat: Asked, kept
// asserted: Asked, kept
// cast: Asked, kept
// RWS024 the comment `rwstate: keep` does not stand before a declaration of the module
