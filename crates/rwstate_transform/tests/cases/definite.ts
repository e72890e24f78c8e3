// A promise of an assignment goes with the initializer that keeps it, wherever its mark stands.
/* rwstate: keep */ let started!: Date;
/* rwstate: keep */ let spaced /* on its own */ ! : Map<string, "!">;
/* rwstate: keep */ let plain: string | undefined
!globalThis.ready;
/* rwstate: keep */
let asked!: number[];
/* rwstate: keep */ let a, token
(globalThis.ready ?? (() => {}))();
export const start = () => (started = new Date());
export const open = () => { spaced = new Map(); plain = "a"; token = 1; };
