import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_renders(v) { return arguments.length ? renders = v : renders; } /* rwstate: keep */ let renders = __rwstate_keep("app@1.0.0/m#renders~9c3e4688", () => (0), __rwstate_renders);
export default function App() { return <p onClick={() => __rwstate_write(renders++, __rwstate_renders)}>{renders}</p>; }
// renders: Asked, kept
