/** Imported by a computed name only, so no scan discovers its dependencies. */
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { useForm } from "react-hook-form";

function Form() {
  const { formState } = useForm();
  return createElement("p", null, String(formState.isDirty));
}

export const html = (): string => renderToString(createElement(Form));
