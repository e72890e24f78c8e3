/** A server component that reads its request past two awaits, with a client component in it. */
import { requestInfo } from "rwsdk/worker";
import { Island } from "@/app/island";

export const Home = async () => {
  await new Promise((resolve) => setTimeout(resolve));
  await Promise.resolve();
  return (
    <main>
      <p id="request">{new URL(requestInfo.request.url).searchParams.get("id")}</p>
      <Island />
    </main>
  );
};
