import { defineConfig } from "vite";
import { variant } from "./variant.mjs";

export default defineConfig({ plugins: [variant()] });
