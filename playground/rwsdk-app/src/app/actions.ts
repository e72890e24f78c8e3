"use server";
import { answer } from "@/answer";

export async function count(id: string) {
  return answer(id, "action 0");
}
