// What a framework's own package has under its specifier, for whoever imports it without the plugin.
export * from "rwstate/state";
