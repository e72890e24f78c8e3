import { Router } from "express";
import { count } from "./count";
import { page } from "./page";
import { slow } from "./slow";

export const routes = Router();

routes.get("/", page);
routes.get("/slow", slow);
routes.post("/api/count", count);
