import { checkApi } from "./api";
import { handle } from "./app";

const report = async (id: string) =>
  handle(new Request(`${location.origin}/?id=${encodeURIComponent(id)}`), "client");

Object.assign(globalThis, { playgroundReport: report, playgroundApi: checkApi });
document.querySelector("#report")!.textContent = JSON.stringify(await report("page"), null, 2);
