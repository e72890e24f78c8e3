import { shared } from "./shared";

export const Page = ({ loaded }: { loaded: object }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <title>Hono app</title>
    </head>
    <body>
      <p>{JSON.stringify({ ...loaded, own: "page 0", client: shared })}</p>
    </body>
  </html>
);
