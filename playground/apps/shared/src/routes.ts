/** What the app answers besides its report, by the last part of the path. Overlays bring their own. */
export type Route = (request: Request, environment: string) => Promise<Response>;

export const routes: Record<string, Route> = {};
