import { keep as __rwstate_keep } from "rwstate/preserve"; /* rwstate: keep */ export default __rwstate_keep("app@1.0.0/m#default~47f4dedc", () => (new Map()));
// default: Asked, kept
