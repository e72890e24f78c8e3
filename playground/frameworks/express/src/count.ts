import type { Request, Response } from "express";
import { answer } from "./answer";

export async function count({ body }: Request, response: Response): Promise<void> {
  response.json(await answer(String(body), "post 0"));
}
