/** Types of `forms.mjs`, for the specs. */
import type { Lab } from "./lab.mjs";

export const environments: string[];
export function addProbes(root: string): Promise<void>;
export function addForms(root: string, ...forms: string[]): Promise<Record<string, string>>;
export function allForms(): Promise<string[]>;
export function ask(lab: Lab, environment: string, name: string): Promise<unknown>;
export function evaluated(lab: Lab): Promise<Record<string, number>>;
export function registered(lab: Lab, environment: string): Promise<Record<string, number>>;
