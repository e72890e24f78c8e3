import { createFileRoute } from "@tanstack/react-router";
import { count, load } from "../functions";
import { shared } from "../shared";

export const Route = createFileRoute("/")({
  validateSearch: ({ id }) => ({ id: String(id) }),
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => load({ data: deps.id }),
  component: Home,
});

function Home() {
  return (
    <form action={count.url} method="post">
      <p>{JSON.stringify({ ...Route.useLoaderData(), own: "page 0", client: shared })}</p>
      <input name="id" />
    </form>
  );
}
