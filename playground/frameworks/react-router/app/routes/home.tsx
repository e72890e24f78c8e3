import { useLoaderData, type LoaderFunctionArgs } from "react-router";
import { answer } from "../answer";
import { shared } from "../shared";

export function loader({ request }: LoaderFunctionArgs) {
  return answer(new URL(request.url).searchParams.get("id") ?? "", "loaded");
}

export default function Home() {
  const loaded = useLoaderData<typeof loader>();
  return <p>{JSON.stringify({ ...loaded, own: "page 0", client: shared })}</p>;
}
