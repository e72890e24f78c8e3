import type { PageProps } from "waku/router";
import { Shown } from "../components/shown";
import { answer } from "../lib/answer";

export default async function Page({ query }: PageProps<"/">) {
  const id = new URLSearchParams(query).get("id") ?? "";
  return <Shown loaded={await answer(id, "loaded")} />;
}

export const getConfig = () => ({ render: "dynamic" }) as const;
