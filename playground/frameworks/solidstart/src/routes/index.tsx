import { createAsync, query, useSearchParams } from "@solidjs/router";
import { Show } from "solid-js";
import { answer } from "../answer";
import { shared } from "../shared";

const load = query(async (id: string) => {
  "use server";
  return answer(id, "loaded");
}, "loaded");

export default function Page() {
  const [parameters] = useSearchParams();
  const loaded = createAsync(() => load(String(parameters["id"])), { deferStream: true });
  return (
    <Show when={loaded()}>
      {(loaded) => <p>{JSON.stringify({ ...loaded(), own: "page 0", client: shared })}</p>}
    </Show>
  );
}
