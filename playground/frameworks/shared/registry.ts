/** What other modules register while they are evaluated: once each, as in a fresh process. */
const texts: string[] = [];

export function register(text: string): void {
  texts.push(text);
}

export function registered(): string {
  return texts.join();
}
