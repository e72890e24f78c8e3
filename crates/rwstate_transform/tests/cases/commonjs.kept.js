/* rwstate: keep */ const cache = new Map();
module.exports = () => cache.set(1, 1);
// cache: Asked, refused, common-js
// RWS014 `cache` is in a CommonJS module, which is not rewritten
