/** A module that accepts its own updates. */
import { defineRwState } from "rwsdk/__state";
import { nextInstance } from "./realm";

interface Accepted {
  instance: number;
  probe: object;
}

/** An importer may keep the old instance's binding, so what is current is kept where Vite carries it over. */
export const accepted: Accepted = (import.meta.hot?.data?.accepted as Accepted) ?? {};
if (import.meta.hot) import.meta.hot.data.accepted = accepted;

accepted.instance = nextInstance();
accepted.probe = defineRwState<object>("probe", () => ({ madeBy: "accepted" }));

import.meta.hot?.accept();
