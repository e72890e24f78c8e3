import { tanstackStart } from "@tanstack/react-start/plugin/vite";
import react from "@vitejs/plugin-react";
import { nitro } from "nitro/vite";
import { statePlugin } from "rwstate/vite";
import { defineConfig } from "vite";

export default defineConfig({
  define: { PLAYGROUND_CONFIG: JSON.stringify("config 0") },
  plugins: [
    process.env.PLAYGROUND_VARIANT !== "ordinary" && statePlugin(),
    tanstackStart(),
    nitro(),
    react(),
  ],
});
