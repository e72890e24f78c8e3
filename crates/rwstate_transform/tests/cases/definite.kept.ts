import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_started(v) { return arguments.length ? started = v : started; } function __rwstate_spaced(v) { return arguments.length ? spaced = v : spaced; } function __rwstate_plain(v) { return arguments.length ? plain = v : plain; } function __rwstate_token(v) { return arguments.length ? token = v : token; } // A promise of an assignment goes with the initializer that keeps it, wherever its mark stands.
/* rwstate: keep */ let started: Date = __rwstate_keep("app@1.0.0/m#started~58865b27", () => void 0, __rwstate_started);
/* rwstate: keep */ let spaced /* on its own */  : Map<string, "!"> = __rwstate_keep("app@1.0.0/m#spaced~58865b27", () => void 0, __rwstate_spaced);
/* rwstate: keep */ let plain: string | undefined = __rwstate_keep("app@1.0.0/m#plain~58865b27", () => void 0, __rwstate_plain);
!globalThis.ready;
/* rwstate: keep */
let asked: number[] = __rwstate_keep("app@1.0.0/m#asked~d68c3689", () => void 0);
/* rwstate: keep */ let a = __rwstate_keep("app@1.0.0/m#a~d68c3689", () => void 0), token = __rwstate_keep("app@1.0.0/m#token~58865b27", () => void 0, __rwstate_token);
(globalThis.ready ?? (() => {}))();
export const start = () => (__rwstate_write(started = new Date(), __rwstate_started));
export const open = () => { __rwstate_write(spaced = new Map(), __rwstate_spaced); __rwstate_write(plain = "a", __rwstate_plain); __rwstate_write(token = 1, __rwstate_token); };
// started: Asked, kept
// spaced: Asked, kept
// plain: Asked, kept
// asked: Asked, kept
// a: Asked, kept
// token: Asked, kept
