/** Reached only through an import whose name is computed, so no scan finds what it imports. */
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { useForm } from "react-hook-form";

function Form() {
  const { formState } = useForm();
  return createElement("p", null, String(formState.isDirty));
}

export const html = (): string => renderToString(createElement(Form));
