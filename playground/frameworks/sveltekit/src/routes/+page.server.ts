import { answer } from "#lib/answer.ts";
import type { Actions, PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => ({
  loaded: await answer(url.searchParams.get("id") ?? "", "action 0"),
});

export const actions: Actions = {
  count: async ({ request }) => ({
    counted: await answer(String((await request.formData()).get("id")), "action 0"),
  }),
};
