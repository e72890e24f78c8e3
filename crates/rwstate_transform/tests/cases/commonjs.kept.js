const cache = new Map();
module.exports = () => cache.set(1, 1);
// cache: Container, refused, common-js
