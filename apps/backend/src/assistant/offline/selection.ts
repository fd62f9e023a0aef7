/** Which todos a sentence means. */
export interface Selection {
  /** Words that they contain; empty means whatever they contain. */
  readonly about: string;
  /** All that match, rather than the one. */
  readonly all: boolean;
  readonly due: 'any' | 'overdue' | 'today' | 'week';
  /** Only those that are done. Default: those that the command makes sense for. */
  readonly done: boolean;
}

const NOUN = '(?:todos?|to-dos?|tasks?|items?|things?|reminders?|ones?)';
const ALL = /^(?:everything|all|every|each|anything)\b\s*/i;
/** "Overdue tasks" are several, though nobody says "all". */
const KIND_OF = new RegExp(`^(?:overdue|late|done|completed|finished|today's|open)(?:\\s+${NOUN})?$`, 'i');

const DUE: readonly (readonly [RegExp, Selection['due']])[] = [
  [/\b(?:that (?:is|are) )?(?:overdue|late|past due)\b/i, 'overdue'],
  [/\b(?:that (?:is|are) )?(?:due |for )?today(?:'s)?\b/i, 'today'],
  [/\b(?:that (?:is|are) )?(?:due |for )?this week(?:'s)?\b/i, 'week'],
];
const DONE = /\b(?:that (?:is|are) )?(?:already )?(?:done|completed|finished)\b/i;
const OPEN = /\bopen\b/i;

/** Words around what is meant, which are not part of it. */
const BEFORE = new RegExp(`^(?:the|my|our|of|that (?:is|are)|which|${NOUN})\\s+`, 'i');
const AFTER = new RegExp(`\\s+(?:todo|to-do|task|item|reminder)s?$`, 'i');
const ONLY_NOUN = new RegExp(`^${NOUN}$`, 'i');

/** What follows says what the todos contain. It narrows, even when it is a word such as "thing" or "today". */
const CONTAINING = '(?:about|that mentions?|mentioning|regarding|related to|tagged(?: with)?|called|named|with)';
const NARROWING = new RegExp(`^(?:${CONTAINING}|for|on)\\s+`, 'i');
const DANGLING = new RegExp(`(?:^|\\s)${CONTAINING}$`, 'i');
const ARTICLE = /^(?:the|my|our)\s+(?=\S)/i;
const QUOTED = /^["“”'‘’](?<words>.+)["“”'‘’]$/;
const QUOTES = /^["“”'‘’]+|["“”'‘’]+$/g;

/** Reads "everything about taxes", "the report", "all overdue tasks tagged home". */
export function readSelection(text: string): Selection {
  const plain = text.trim().replace(/^(?:the|my)\s+/i, '');
  if (!ALL.test(plain) && !KIND_OF.test(plain)) return { about: subject(plain), all: false, due: 'any', done: false };
  const rest = plain.replace(ALL, '');
  const [found, due] = DUE.find(([pattern]) => tryWithout(rest, pattern) !== undefined) ?? [undefined, 'any' as const];
  const withoutDue = (found && tryWithout(rest, found)) ?? rest;
  const withoutDone = tryWithout(withoutDue, DONE);
  const left = withoutDone ?? withoutDue;
  return { about: subject(tryWithout(left, OPEN) ?? left), all: true, due, done: withoutDone !== undefined };
}

/** Takes out how todos are; undefined where it is not said, or is what they contain: "everything about today". */
function tryWithout(text: string, pattern: RegExp): string | undefined {
  if (!pattern.test(text)) return undefined;
  const left = text.replace(pattern, ' ').replace(/\s+/g, ' ').trim();
  return DANGLING.test(left) ? undefined : left;
}

/** What is left without the words around it. */
export function subject(text: string): string {
  let rest = text.replace(/\s+/g, ' ').trim();
  for (let before = ''; before !== rest;) {
    if (NARROWING.test(rest)) return content(rest.replace(NARROWING, ''));
    before = rest;
    rest = rest.replace(BEFORE, '').trim();
  }
  if (QUOTED.test(rest)) return content(rest);
  rest = content(rest.replace(AFTER, ''));
  return ONLY_NOUN.test(rest) ? '' : rest;
}

function content(text: string): string {
  return text.replace(ARTICLE, '').replace(/^#/, '').replace(QUOTES, '').trim();
}
