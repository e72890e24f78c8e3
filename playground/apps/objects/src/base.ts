import { DurableObject } from "cloudflare:workers";

/** The instances of all classes in this realm. */
const realm = globalThis as { playgroundObjects?: number };

export class Base extends DurableObject {
  /** Which one of the instances this is. */
  readonly number = (realm.playgroundObjects = (realm.playgroundObjects ?? 0) + 1);
  hits = 0;

  get text() {
    return "";
  }

  /** Counts in a field and in the object's storage. */
  async hit(wait: number) {
    const { storage } = this.ctx;
    const hits = ++this.hits;
    const stored = ((await storage.get<number>("hits")) ?? 0) + 1;
    await storage.put("hits", stored);
    await new Promise((resolve) => setTimeout(resolve, wait));
    return { number: this.number, hits, stored, text: this.text };
  }
}
