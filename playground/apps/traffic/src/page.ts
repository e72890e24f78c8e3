/** Imported only when a slow request comes. */
import type { ReactElement } from "react";
import { renderToString } from "react-dom/server";

export function render(element: ReactElement): string {
  return renderToString(element);
}
