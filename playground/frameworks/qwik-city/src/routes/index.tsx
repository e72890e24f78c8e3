import { component$ } from "@builder.io/qwik";
import { routeLoader$ } from "@builder.io/qwik-city";
import { answer } from "../answer";
import { shared } from "../shared";

export const useLoaded = routeLoader$(({ query }) => answer(query.get("id") ?? "", "loaded"));

export default component$(() => {
  const loaded = useLoaded();
  return <p>{JSON.stringify({ ...loaded.value, own: "page 0", client: shared })}</p>;
});
