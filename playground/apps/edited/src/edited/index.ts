/** The modules that `edits.spec.ts` edits, and a report of their state. */
import { clsx } from "clsx";
import { createElement } from "react";
import { chain } from "./chain";
import { circle } from "./circle-a";
import data from "./data.json";
import { disposed } from "./disposed";
import { defined } from "./registry";
import { touched } from "./touched";
import { counter, evaluations, hit, labeled, map } from "./untouched";
import { identify } from "../realm";

const title = labeled("edited");
const globbed = import.meta.glob<{ name: string }>("./globbed/*.ts", { eager: true });
const lazily = import.meta.glob<{ name: string }>("./globbed/*.ts");

/** Values that an edit must not reset, and the current texts of the files. */
export async function edited(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const lazy = await import("./lazy");
  await new Promise((resolve) => setTimeout(resolve, Number(searchParams.get("wait"))));
  await import("./registrant");
  return Response.json({
    id: searchParams.get("id"),
    title,
    hits: searchParams.has("peek") ? undefined : hit(),
    objects: { map: identify(map), counter: identify(counter) },
    dependencies: { react: identify(createElement), clsx: identify(clsx) },
    texts: { touched, chain: chain(), circle: circle(), data: data.text, lazy: lazy.text },
    globbed: Object.values(globbed).map(({ name }) => name),
    lazily: (await Promise.all(Object.values(lazily).map((load) => load()))).map(
      ({ name }) => name,
    ),
    evaluations: evaluations(),
    defined: defined(),
    disposed: disposed(),
  });
}
