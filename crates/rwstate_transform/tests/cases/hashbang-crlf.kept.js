#!/usr/bin/env node
import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_n(v) { return arguments.length ? n = v : n; } /* rwstate: keep */ let n = __rwstate_keep("app@1.0.0/m#n~9c3e4688", () => (0), __rwstate_n);
export const inc = () => __rwstate_write(n++, __rwstate_n);
// n: Asked, kept
