/** By the last part of the path: the answers of the app other than its report. Overlays replace this file. */
export type Route = (request: Request, environment: string) => Promise<Response>;

export const routes: Record<string, Route> = {};
