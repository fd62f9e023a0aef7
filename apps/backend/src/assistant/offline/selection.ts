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

/** Words around what is meant, which are not part of it. */
const BEFORE = new RegExp(
  `^(?:the|my|our|of|that (?:is|are)|that mentions?|which|${NOUN}|about|with|for|on|tagged(?: with)?|called|named|mentioning|regarding|related to)\\s+`,
  'i',
);
const AFTER = new RegExp(`\\s+(?:todo|to-do|task|item|reminder)s?$`, 'i');
const ONLY_NOUN = new RegExp(`^${NOUN}$`, 'i');
const QUOTES = /^["“”'‘’]+|["“”'‘’]+$/g;

/** Reads "everything about taxes", "the report", "all overdue tasks tagged home". */
export function readSelection(text: string): Selection {
  const plain = text.trim().replace(/^(?:the|my)\s+/i, '');
  if (!ALL.test(plain) && !KIND_OF.test(plain)) return { about: subject(plain), all: false, due: 'any', done: false };
  const rest = plain.replace(ALL, '');
  const [found, due] = DUE.find(([pattern]) => pattern.test(rest)) ?? [undefined, 'any' as const];
  const withoutDue = found ? rest.replace(found, ' ') : rest;
  const done = DONE.test(withoutDue);
  return { about: subject(withoutDue.replace(DONE, ' ').replace(/\bopen\b/i, ' ')), all: true, due, done };
}

/** What is left without the words around it. */
export function subject(text: string): string {
  let rest = text.replace(/\s+/g, ' ').trim();
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(BEFORE, '').trim();
  }
  rest = rest.replace(AFTER, '').replace(/^#/, '').replace(QUOTES, '').trim();
  return ONLY_NOUN.test(rest) ? '' : rest;
}
