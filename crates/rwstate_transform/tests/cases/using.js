import { AsyncLocalStorage } from "node:async_hooks";
using storage = new AsyncLocalStorage();
