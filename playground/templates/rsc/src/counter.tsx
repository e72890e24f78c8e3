"use client";

import mitt from "mitt";
import { useState } from "react";

const counted = mitt<{ counted: number }>();

export function Counter({ count }: { count: (by: number) => Promise<number> }) {
  const [total, setTotal] = useState(0);
  counted.on("counted", setTotal);
  return <button onClick={async () => counted.emit("counted", await count(1))}>{total}</button>;
}
