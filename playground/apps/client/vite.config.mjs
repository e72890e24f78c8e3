import { svelte } from "@sveltejs/vite-plugin-svelte";
import react from "@vitejs/plugin-react";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";
import { variant } from "./variant.mjs";

export default defineConfig({
  plugins: [
    variant(),
    react(),
    vue(),
    svelte({ configFile: false, compilerOptions: { hmr: true } }),
    stories(),
  ],
});

/** As Storybook does: the list of stories is a virtual module, which Vite's scanner does not read. */
function stories() {
  const id = "virtual:stories";
  return {
    name: "playground:stories",
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (module) =>
      module === `\0${id}`
        ? `export const stories = import.meta.glob("/src/stories/*.stories.ts");`
        : undefined,
  };
}
