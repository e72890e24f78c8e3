/** Types of `servers.mjs`, for the specs. */
export function countServer(): void;
export function startedServers(): number;
