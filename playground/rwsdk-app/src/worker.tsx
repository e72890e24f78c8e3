import { render, route } from "rwsdk/router";
import { defineApp } from "rwsdk/worker";
import { Document } from "@/app/document";
import { Home } from "@/app/home";
import { report } from "@/report";

export default defineApp([
  route("/report", async () => Response.json(await report())),
  render(Document, [route("/", Home)]),
]);
