/** Types of `registrations.mjs`, for the specs. */
import type { Lab } from "./lab.mjs";

export const steps: string[];
export const programs: { name: string }[];
export function addPrograms(root: string): Promise<void>;
export function edit(lab: Lab, step: string): Promise<void>;
export function freshStates(count: number): Promise<Record<string, unknown>>;
