// A framework's own module for the specifier, for importers without the plugin.
export * from "rwstate/state";
