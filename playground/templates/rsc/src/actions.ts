"use server";

let total = 0;

export async function count(by: number) {
  const { html } = await import("lit");
  return html ? (total += by) : 0;
}
