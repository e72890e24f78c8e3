/** What both the server and the page's component import. */
export const shared = "shared 0";
