import { stories } from "virtual:stories";

Object.assign(globalThis, {
  story: async (name: string) => {
    const { render } = await stories[`/src/stories/${name}.stories.ts`]!();
    Reflect.get(globalThis, "show")(render());
  },
});
