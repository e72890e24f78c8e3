"use client";
/** A client component, so that the state module is asked for in `ssr` and `client` too. */
import { useState } from "react";
import { defineRwState } from "rwsdk/__state";

const island = defineRwState("island", () => ({ renders: 0 }));

export function Island() {
  const [clicks, setClicks] = useState(0);
  return (
    <button id="island" data-renders={++island.renders} onClick={() => setClicks(clicks + 1)}>
      {clicks}
    </button>
  );
}
