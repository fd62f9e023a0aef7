/** What a credential looks like, so that one in a plain place is refused, and never repeated in a message. */

const NAMES = /(?:^|_)(?:API_?)?(?:KEY|TOKEN|SECRET|CREDENTIALS?|DSN)$|PASSW(?:OR)?D$|^DATABASE_URL$/;

const VALUES = [
  // A URL with a password in it. Without its scheme, which would make long texts slow.
  /:\/\/[^\s/:@]*:[^\s/@]+@/,
  // Google, AWS, GitHub, Slack, OpenAI-like, PEM.
  /AIza[0-9A-Za-z_-]{35}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[opsur]_[0-9A-Za-z]{36}/,
  /\bxox[abprs]-[0-9A-Za-z-]{10}/,
  /\bsk-[0-9A-Za-z_-]{20}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

/** Is this the name of a variable that holds a credential, such as `GEMINI_API_KEY`? */
export const isCredentialName = (name: string): boolean => NAMES.test(name);

/** Does this text hold a credential? */
export const holdsCredential = (text: string): boolean => VALUES.some((pattern) => pattern.test(text));
