import clsx from "clsx";
import { cache } from "react";
import { count } from "./actions";
import { Counter } from "./counter";

const title = cache((path: string) => clsx("page", path));

export function Page({ path }: { path: string }) {
  return (
    <html>
      <body className={title(path)}>
        <Counter count={count} />
      </body>
    </html>
  );
}
