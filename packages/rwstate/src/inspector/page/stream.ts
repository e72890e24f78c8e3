/** The stream of snapshots, opened anew whenever it ends: a dev server restarts often. */

/** How long to wait before the next try, in milliseconds. */
const PATIENCE = 500;

export interface Listener {
  snapshot(text: string): void;
  /** There is no stream; another is tried. */
  dropped(): void;
}

export function follow(listener: Listener): void {
  const events = new EventSource("events");
  events.addEventListener("snapshot", ({ data }) => listener.snapshot(data as string));
  events.addEventListener("error", () => {
    // A browser tries again by itself after some seconds, but never after an answer that is no stream, such as one of a
    // server that has not yet set up its routes.
    events.close();
    listener.dropped();
    setTimeout(follow, PATIENCE, listener);
  });
}
