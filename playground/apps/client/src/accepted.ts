/** Tests write another text into this file. */
Reflect.get(globalThis, "show")("first");
import.meta.hot!.accept();

export {};
