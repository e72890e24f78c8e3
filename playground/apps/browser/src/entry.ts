import { checkApi } from "./api";
import { handle } from "./app";

const report = async (id: string) =>
  handle(new Request(`${location.origin}/?id=${encodeURIComponent(id)}`), "client");

Object.assign(globalThis, { playgroundReport: report, playgroundApi: checkApi });
void report("page").then((first) => {
  document.querySelector("#report")!.textContent = JSON.stringify(first, null, 2);
});
