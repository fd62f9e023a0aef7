import { secretParts } from './secret-parts';

/** Replaces every known secret in a text, in each encoding in which tools are known to print it. */
export type Redactor = (text: string) => string;

const MASK = '***';
// Shorter values would blank out ordinary words and say nothing about a secret.
const SHORTEST_SECRET = 4;

/**
 * Builds a redactor for the given secret values. Parts of a secret that are secret themselves are hidden on their own
 * too (`secretParts`); whatever is under four characters is left alone.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const parts = secrets.flatMap(secretParts).filter((part) => part.length >= SHORTEST_SECRET);
  const needles = [...new Set(parts.flatMap(encodings))].sort((a, b) => b.length - a.length);
  return (text) => needles.reduce((redacted, needle) => redacted.replaceAll(needle, MASK), text);
}

function encodings(secret: string): readonly string[] {
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ];
}
