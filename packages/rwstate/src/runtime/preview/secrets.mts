/** Which names are those of secrets, whose values are not shown. In doubt a name is a secret's: a preview that shows less does no harm. */
import { charCodeAt, indexOf, slice, toLowerCase } from "./intrinsics.mjs";

/** Found anywhere in a name, without its case and its separators. */
const parts = [
  "password",
  "passwd",
  "passphrase",
  "passcode",
  "passwort",
  "secret",
  "token",
  "credential",
  "authoriz",
  "authoris",
  "cookie",
  "bearer",
  "apikey",
  "accesskey",
  "privatekey",
  "signingkey",
  "encryptionkey",
  "masterkey",
  "sessionid",
  "sessionkey",
  "clientkey",
  "sharedkey",
  "accountkey",
  "connectionstring",
  "databaseurl",
  "redisurl",
  "mongouri",
  "mnemonic",
  "seedphrase",
  "creditcard",
  "cardnumber",
];

/** Found as whole words only: not `auth` in `author`, nor `pass` in `compass`. */
const words = [
  "pass",
  "pwd",
  "pw",
  "auth",
  "oauth",
  "jwt",
  "csrf",
  "xsrf",
  "otp",
  "totp",
  "mfa",
  "pin",
  "cvv",
  "cvc",
  "ssn",
  "iban",
  "sid",
  "dsn",
  "creds",
  "hmac",
];

/** Whether a key is the name of a secret, such as a password or a token. */
export function looksSecret(key: string): boolean {
  // Of a longer key only the end is read, where the decisive word is: `config/production/database/password`.
  const text = key.length > 256 ? slice(key, -256) : key;
  let joined = "";
  let word = "";
  let wasLower = false;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? charCodeAt(text, at) : 0;
    const isUpper = code >= 65 && code <= 90;
    const isLetter = isUpper || (code >= 97 && code <= 122);
    if (!isLetter || (isUpper && wasLower)) {
      if (isIn(words, word)) return true;
      word = "";
    }
    wasLower = isLetter && !isUpper;
    if (!isLetter) continue;
    const letter = toLowerCase(slice(text, at, at + 1));
    word += letter;
    joined += letter;
  }
  for (let at = 0; at < parts.length; at++) if (indexOf(joined, parts[at]!) >= 0) return true;
  return false;
}

function isIn(list: string[], word: string): boolean {
  for (let at = 0; at < list.length; at++) if (list[at] === word) return true;
  return false;
}
