const { AsyncLocalStorage } = require("node:async_hooks");
const storage = new AsyncLocalStorage();
exports.storage = storage;
exports.other = new (require("async_hooks").AsyncLocalStorage)();
exports.handle = () => new AsyncLocalStorage();
// storage: Context, refused, common-js
// exports.other: Context, refused, common-js
