// A counter of an app, as its answers show it: it must not begin again.

export class Counter {
  #highest = 0;
  #resets = 0;

  /** What a request is to be compared with: taken when it begins. */
  mark() {
    return { highest: this.#highest, resets: this.#resets };
  }

  /**
   * Whether an answer shows that the counter has begun again: every answer that came before its request began had a lower number. Answers of
   * requests that began before a reset that is known say nothing.
   *
   * @param {number} value
   * @param {{ highest: number; resets: number }} mark
   */
  isReset(value, { highest, resets }) {
    if (resets !== this.#resets) return false;
    if (value > highest) {
      this.#highest = Math.max(this.#highest, value);
      return false;
    }
    this.#resets++;
    this.#highest = value;
    return true;
  }
}
