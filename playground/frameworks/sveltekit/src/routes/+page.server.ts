import { answer } from "#lib/server/answer.ts";
import type { Actions, PageServerLoad } from "./$types";

export const load: PageServerLoad = ({ url }) => ({
  loaded: answer(url.searchParams.get("id") ?? "", "action 0"),
});

export const actions: Actions = {
  count: async ({ request }) => ({
    counted: answer(String((await request.formData()).get("id")), "action 0"),
  }),
};
