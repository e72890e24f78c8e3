/** A module that accepts its own updates. */
export const accepted = { text: "accepted first" };

import.meta.hot?.accept((now) => Object.assign(accepted, (now as { accepted: object }).accepted));
