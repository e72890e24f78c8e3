/* rwstate: keep */ const cache = new Map();
module.exports = () => cache.set(1, 1);
