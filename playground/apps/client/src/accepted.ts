/** Tests replace this text. */
Reflect.get(globalThis, "show")("first");
import.meta.hot!.accept();

export {};
