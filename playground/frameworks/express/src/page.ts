import type { Request, Response } from "express";
import { answer } from "./answer";
import { shared } from "./shared";

export async function page({ query }: Request, response: Response): Promise<void> {
  const loaded = await answer(String(query["id"]), "page 0");
  const text = JSON.stringify({ ...loaded, client: shared });
  response.type("html").send(`<!doctype html><title>Express app</title><p>${text}</p>`);
}
