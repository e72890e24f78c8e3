/**
 * Types of the state module under its default name. Reference them once: `"types": ["rwstate/types"]` in a tsconfig,
 * or `/// <reference types="rwstate/types" />` in a file. A framework with a `specifier` of its own declares that name
 * the same way.
 */
declare module "rwsdk/__state" {
  export * from "rwstate/state";
}
