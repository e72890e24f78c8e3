/** Imported by the first slow request only. */
import type { ReactElement } from "react";
import { renderToString } from "react-dom/server";

export function render(element: ReactElement): string {
  return renderToString(element);
}
