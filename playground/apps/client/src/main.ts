/** Several pages with one document. The query selects one. */
const pages: Record<string, () => Promise<unknown>> = {
  plain: () => import("./accepted"),
  react: () => import("./react/page"),
  vue: () => import("./vue/page"),
  svelte: () => import("./svelte/page"),
  stories: () => import("./stories/page"),
};

Object.assign(globalThis, {
  show: (text: string) => (document.querySelector("#out")!.textContent = text),
  color: (selector: string) => getComputedStyle(document.querySelector(selector)!).color,
  stackOf(name: string) {
    try {
      Reflect.get(globalThis, name)();
    } catch (error) {
      return (error as Error).stack;
    }
  },
  visit: (route: string) => import(/* @vite-ignore */ `/src/routes/${route}.ts`),
});

const name = new URL(location.href).searchParams.get("page") ?? "plain";
void pages[name]!();
