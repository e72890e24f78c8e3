/** A server component that reads its request past two awaits, with a client component in it. */
import { requestInfo } from "rwsdk/worker";
import { Island } from "@/app/island";
import { answer } from "@/answer";
import { shared } from "@/shared";

export const Home = async () => {
  await new Promise((resolve) => setTimeout(resolve));
  await Promise.resolve();
  const id = new URL(requestInfo.request.url).searchParams.get("id") ?? "";
  return (
    <main>
      <p id="request">{id}</p>
      <p id="answer">{JSON.stringify({ ...(await answer(id, "page 0")), client: shared })}</p>
      <Island />
    </main>
  );
};
