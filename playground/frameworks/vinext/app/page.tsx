import { answer } from "../lib/answer";
import { Shown } from "./shown";

export default async function Page({ searchParams }: { searchParams: Promise<{ id?: string }> }) {
  const { id = "" } = await searchParams;
  return <Shown loaded={await answer(id, "loaded")} />;
}
