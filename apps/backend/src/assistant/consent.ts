/** Words that name nothing in particular. */
const COMMON = new Set(
  'a about add all an and another any are as at be by call called change complete create delete do done due everything finish for from get have i in is it its list make mark me move my need new no not of off on one or please priority put remind remove set task tasks that the them then this to todo todos today tomorrow up want what with'.split(
    ' ',
  ),
);

const QUESTION = /[?\uff1f\u061f\u037e]\s*$/;
const POLITE = /^\s*(?:please|(?:can|could|would|will) you|kannst du|k\u00f6nntest du|peux-tu|puedes|podr\u00edas)\b/i;

/** Does the person want something done? A question is answered; what an answer to it would change needs a click. */
export function isRequest(message: string): boolean {
  return !QUESTION.test(message) || POLITE.test(message);
}

const SHORTEST_STEM = 4;

/**
 * Did the user name this in the message at hand? Only then may an assistant act on it without asking: what a model makes
 * up, or what a stored note told it to do, needs a click. A shared word is enough, in any of its forms.
 */
export function isNamed(title: string, message: string): boolean {
  const titleWords = words(title);
  const said = words(message);
  const telling = titleWords.filter((word) => !COMMON.has(word));
  // "Call me" is all common words; then all of them have to be there.
  if (telling.length === 0) return titleWords.length > 0 && titleWords.every((word) => said.includes(word));
  return telling.some((word) => said.some((other) => isSameStem(word, other)));
}

function isSameStem(a: string, b: string): boolean {
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  return shorter >= SHORTEST_STEM && (a.startsWith(b) || b.startsWith(a));
}

/** Words without case and accents; scripts that put no spaces between words are cut into pairs of characters. */
function words(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const found = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return found.flatMap((word) =>
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(word) ? pairs(word) : [word],
  );
}

function pairs(word: string): string[] {
  const characters = [...word];
  return characters.length < 2
    ? characters
    : characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
}
