/**
 * Shortens strings for previews.
 *
 * An engine represents a concatenated string as a tree of its parts. It copies the whole string when one character is read, and nothing
 * shows whether a string is such a tree. The length is known without that, so callers decide by the length whether to read a string.
 */
import { charCodeAt, slice, stringify } from "./intrinsics.mjs";

/** The name of a class, a function or a symbol, on one line. One that is too long to be read is `…`. */
export function shortName(text: string): string {
  return text.length > 1000 ? "…" : line(text, 60);
}

/** The first `most` characters of a text that is shown without quotes, on one line. */
export function line(text: string, most: number): string {
  const start = begin(text, most);
  let clean = "";
  for (let at = 0; at < start.length; at++) {
    const code = charCodeAt(start, at);
    const isControl =
      code < 32 || (code >= 127 && code < 160) || code === 0x2028 || code === 0x2029;
    if (isControl) clean += " ";
    else if (isSurrogate(code)) {
      const isPair = code < 0xdc00 && (charCodeAt(start, at + 1) & 0xfc00) === 0xdc00;
      clean += isPair ? slice(start, at, at + 2) : "\ufffd";
      if (isPair) at++;
    } else clean += slice(start, at, at + 1);
  }
  return start.length < text.length ? `${clean}…` : clean;
}

/** A string in quotes, and how much of it was left out. */
export function quote(text: string, most: number): string {
  const start = begin(text, most);
  const left = text.length - start.length;
  // `JSON.stringify` calls no method of a string, and escapes lone surrogates.
  return left === 0 ? stringify(start) : `${stringify(start)} … ${left} more`;
}

/** A property's name as an object literal has it. */
export function propertyName(key: string): string {
  if (key.length === 0 || key.length > 60) return quote(key, 60);
  for (let at = 0; at < key.length; at++) {
    const code = charCodeAt(key, at);
    const isDigit = code >= 48 && code <= 57;
    const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
    if (!isDigit && !isLetter && code !== 36 && code !== 95) return quote(key, 60);
  }
  return key;
}

/** The first `most` UTF-16 units, or one less where the last would be the first half of a character. */
function begin(text: string, most: number): string {
  if (text.length <= most) return text;
  return slice(text, 0, (charCodeAt(text, most - 1) & 0xfc00) === 0xd800 ? most - 1 : most);
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xe000;
}
