import type { Request, Response } from "express";
import { answer } from "./answer";

export async function slow({ query }: Request, response: Response): Promise<void> {
  const lazily = async () => (await import("./lazy")).lazy();
  response.json(await answer(String(query["id"]), "slow 0", lazily));
}
