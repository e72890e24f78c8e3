"use client";
/** A client component, so that the state module is asked for in `ssr` and `client` too; a click calls a server action. */
import { useState } from "react";
import { defineRwState } from "rwsdk/__state";
import { count } from "@/app/actions";

const island = defineRwState("island", () => ({ renders: 0 }));

export function Island() {
  const [hits, setHits] = useState(0);
  const click = async () => setHits((await count("click")).hits);
  return (
    <button id="island" data-renders={++island.renders} onClick={() => void click()}>
      {hits}
    </button>
  );
}
