/** A module that accepts its own updates. */
import { defineRwState } from "rwsdk/__state";
import { nextInstance } from "./realm";

interface Accepted {
  instance: number;
  probe: object;
}

/** Importers may keep a binding of an old instance, so the current value is in `hot.data`, which Vite passes on. */
export const accepted: Accepted = (import.meta.hot?.data?.accepted as Accepted) ?? {};
if (import.meta.hot) import.meta.hot.data.accepted = accepted;

accepted.instance = nextInstance();
accepted.probe = defineRwState<object>("probe", () => ({ madeBy: "accepted" }));

import.meta.hot?.accept();
