import { statePlugin } from "rwstate/vite";

export default defineNuxtConfig({
  compatibilityDate: "2026-10-01",
  devtools: { enabled: false },
  telemetry: false,
  vite: {
    define: { PLAYGROUND_CONFIG: JSON.stringify("config 0") },
    plugins: [process.env.PLAYGROUND_VARIANT !== "ordinary" && statePlugin()],
  },
});
