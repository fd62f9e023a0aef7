/** A secret, and what of it is secret on its own: each of its lines, and the password inside a URL. */
export function secretParts(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  return [secret, ...lines, ...urlPasswords(secret.trim())];
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
