/** A subpath that an app comes to import late. It shares a chunk with `requestInfo`, so its discovery forces a reload. */
import { defineRwState } from "rwsdk/__state";
import { requestInfoStore } from "fw/requestInfo";

export { requestInfoStore };

/** The app's own state, as this package sees it. */
export const probe = defineRwState<object>("probe", () => ({ madeBy: "fw/late" }));
