export function addPreserved(root: string): Promise<void>;
/** The same, with comments that ask to keep the state that is no context. */
export function addAsked(root: string): Promise<void>;
/** The same beside the routes for load. */
export function addAskedAndTraffic(root: string): Promise<void>;
