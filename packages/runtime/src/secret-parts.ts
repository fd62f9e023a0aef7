/**
 * A secret, and what of it is secret on its own: what JSON, or a line of names and values, names like a secret or what
 * looks like one; each line that says something; and the password inside a URL. What ordinary output is full of stays
 * readable, such as the first line of a key.
 */
export function secretParts(secret: string): readonly string[] {
  const text = secret.trim();
  const json = tryJson(text);
  return [secret, text, ...(json ? jsonParts(json) : lineParts(text)), ...urlPasswords(text)];
}

// Shorter ones are words and punctuation; of a key in lines, only the end of the last is so short.
const SHORTEST_LINE = 8;
const BOUNDARY = /^-{3,}.*-{3,}$/;

/** As in YAML, in the files of environments and in connection strings; the value without its quotes. */
const NAMED = /^-?\s*["']?([\w.-]+)["']?\s*[:=]\s*["']?(.+?)["']?,?$/;

function lineParts(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const named = lines.flatMap((line) => {
    const [, name, value] = NAMED.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : jsonParts(value, name);
  });
  return [...lines.filter((line) => line.length >= SHORTEST_LINE && !BOUNDARY.test(line)), ...named];
}

const SECRET_KEY = /passw|passphrase|pwd|secret|token|key|credential/i;
/** Without dots, so that host names stay readable; a token of three parts always begins like that. */
const RANDOM = /^(?=.*\d)(?=.*[a-z])[\w+/=-]{16,}$|^eyJ[\w-]+\.[\w-]+\.[\w-]*$/i;

/** What is named like a secret, or looks like one. */
function jsonParts(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string') return SECRET_KEY.test(key) || RANDOM.test(value) || value.includes('\n') ? secretParts(value) : urlPasswords(value);
  if (typeof value === 'number' && SECRET_KEY.test(key)) return [String(value)];
  if (Array.isArray(value)) return value.flatMap((item) => jsonParts(item, key));
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([name, item]) => jsonParts(item, name)) : [];
}

/** undefined for what is no object or list: a bare number or word is text. */
function tryJson(text: string): object | undefined {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** As written and decoded. What is too odd for a URL parser, such as a bare `#` or `/`, is found too. */
function urlPasswords(text: string): readonly string[] {
  const candidates = [
    /^[a-z][\w+.-]*:\/\/[^/?#:@]*:([^/?#]*)@/i.exec(text)?.[1],
    // Up to the last @: what is not encoded may hold any character.
    /^[a-z][\w+.-]*:\/\/[^/?#:@]*:(.*)@/i.exec(text)?.[1],
    /^[a-z][\w+.-]*:\/\/.*[?&]password=([^&#]*)/i.exec(text)?.[1],
  ];
  return candidates.flatMap((candidate) => (candidate === undefined ? [] : [candidate, decoded(candidate)]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A bare percent sign: it was never encoded.
    return text;
  }
}
