import superjson from "superjson";

export const render = () => String(superjson.parse(superjson.stringify(1)));
