// What a lab's process and its worker threads may load first (`--import`): their servers keep connections that are quiet for a minute.
import { Server } from "node:http";

const { listen } = Server.prototype;

/** @this {Server} */
Server.prototype.listen = function (...given) {
  this.keepAliveTimeout = 60_000;
  return listen.apply(this, given);
};
