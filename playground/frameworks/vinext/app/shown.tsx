"use client";
import { shared } from "../lib/shared";

export function Shown({ loaded }: { loaded: object }) {
  return <p>{JSON.stringify({ ...loaded, own: "page 0", client: shared })}</p>;
}
