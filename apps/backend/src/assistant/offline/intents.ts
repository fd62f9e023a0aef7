import { readQuestion, type Question } from './questions';
import { readSelection, type Selection } from './selection';

type Priority = 'high' | 'medium' | 'low' | 'none';

/** What a sentence asks for, before anything is looked up. */
export type Intent =
  | { readonly kind: 'add'; readonly what: string }
  | Question
  | { readonly kind: 'complete' | 'reopen' | 'delete'; readonly which: Selection }
  /** `when` is how it was said; undefined takes the date away. */
  | { readonly kind: 'move'; readonly which: Selection; readonly when: string | undefined }
  | { readonly kind: 'prioritize'; readonly which: Selection; readonly priority: Priority }
  | { readonly kind: 'tag'; readonly which: Selection; readonly tag: string }
  | { readonly kind: 'rename'; readonly which: Selection; readonly title: string }
  | { readonly kind: 'help' | 'undo' | 'unknown' };

type Groups = Readonly<Record<string, string>>;
type Reader = (said: Groups) => Intent;

const act =
  (kind: 'complete' | 'reopen' | 'delete'): Reader =>
  ({ which = '' }) => ({ kind, which: readSelection(which) });

const move: Reader = ({ which = '', when }) => ({ kind: 'move', which: readSelection(which), when });

const prioritize: Reader = ({ which = '', priority = 'high' }) => {
  const word = priority.toLowerCase();
  const level = ({ no: 'none', normal: 'none', urgent: 'high', important: 'high', top: 'high' } as const)[word];
  return { kind: 'prioritize', which: readSelection(which), priority: level ?? (word as Priority) };
};

const LEVEL = '(?<priority>high|medium|low|no|normal|top)';
const DONE = '(?:done|complete|completed|finished)';
const TO = '(?:to|until|till|for|on|by)';

/** First match wins, so the more particular come first. */
const COMMANDS: readonly (readonly [RegExp, Reader])[] = [
  [/^(?:help|help me|what can (?:you|i) (?:do|say)|commands)$/i, () => ({ kind: 'help' })],
  [/^(?:undo|undo (?:that|it|this)|take (?:that|it) back)$/i, () => ({ kind: 'undo' })],

  [/^(?:clear|remove|delete|drop) (?:the )?(?:due )?date (?:of|from|on) (?<which>.+)$/i, move],
  [new RegExp(`^(?:set|change|move) (?:the )?(?:due )?date (?:of|for) (?<which>.+?) ${TO} (?<when>.+)$`, 'i'), move],
  [new RegExp(`^(?:set|make|mark|give) (?<which>.+?) (?:as |to |a )?${LEVEL} priority$`, 'i'), prioritize],
  [new RegExp(`^(?:set|change) (?:the )?priority (?:of|for) (?<which>.+?) to ${LEVEL}$`, 'i'), prioritize],
  [/^(?:make|mark) (?<which>.+?) (?:as )?(?<priority>urgent|important)$/i, prioritize],
  [/^prioriti[sz]e (?<which>.+)$/i, prioritize],

  [new RegExp(`^(?:mark|set) (?<which>.+?) (?:as )?(?:not ${DONE}|open|undone|incomplete)$`, 'i'), act('reopen')],
  [/^(?:reopen|uncomplete|uncheck|untick) (?<which>.+)$/i, act('reopen')],
  [new RegExp(`^(?:mark|set) (?<which>.+?) (?:as )?${DONE}$`, 'i'), act('complete')],
  [/^(?:complete|finish|close|check off|tick off|check|tick|done with) (?<which>.+)$/i, act('complete')],
  [/^i(?:'ve| have)? (?:just )?(?:did|done|finished|completed) (?<which>.+)$/i, act('complete')],
  [new RegExp(`^(?<which>.+?) (?:is|are) ${DONE}(?: now)?$`, 'i'), act('complete')],

  [
    /^rename (?<which>.+?) (?:to|as|into) (?<title>.+)$/i,
    ({ which = '', title = '' }) => ({ kind: 'rename', which: readSelection(which), title: unquoted(title) }),
  ],
  [/^(?:tag|label) (?<which>.+?) (?:with|as) #?(?<tag>[\p{L}\p{M}\p{N}_-]+)$/iu, tag],
  [/^add (?:the )?(?:tag|label) #?(?<tag>[\p{L}\p{M}\p{N}_-]+) to (?<which>.+)$/iu, tag],

  [/^(?:delete|remove|clear|drop|cancel|get rid of|forget(?: about)?) (?<which>.+)$/i, act('delete')],
  [new RegExp(`^(?:move|reschedule|postpone|push|shift|delay) (?<which>.+?) ${TO} (?<when>.+)$`, 'i'), move],

  [/^(?:remind me|remember|don'?t forget)(?: to| about| that)? (?<what>.+)$/i, add],
  [
    /^(?:add|create|make|new)(?: an?| the)?(?: new)? (?:todo|to-do|task|reminder|item)(?: to| called| named| for)?:? (?<what>.+)$/i,
    add,
  ],
  [/^(?:add|create|schedule|note(?: to self)?|todo|to-do|task|new):? (?<what>.+)$/i, add],
  [/^i (?:need|have|want|ought) to (?<what>.+)$/i, add],
];

function add({ what = '' }: Groups): Intent {
  return { kind: 'add', what: unquoted(what.replace(/\s+(?:to|on|in) (?:my|the) (?:to-?do )?list$/i, '')) };
}

function tag({ which = '', tag: name = '' }: Groups): Intent {
  return { kind: 'tag', which: readSelection(which), tag: name.toLowerCase() };
}

const unquoted = (text: string): string => text.replace(/^["“'‘](.*)["”'’]$/, '$1').trim();

const POLITE = /^(?:(?:hi|hey|hello|please|ok|okay)[,!]?\s+)*(?:(?:can|could|would|will) you\s+)?(?:please\s+)?/i;

/** Reads one sentence. What no pattern knows is `unknown`: nothing is guessed. */
export function readIntent(sentence: string): Intent {
  const text = sentence
    .replace(/\s+/g, ' ')
    .trim()
    .replace(POLITE, '')
    .replace(/(?:[,\s]+please)?\s*[.!?]*$/i, '');
  for (const [pattern, read] of COMMANDS) {
    const said = pattern.exec(text);
    if (said) return read(said.groups ?? {});
  }
  return readQuestion(text) ?? { kind: 'unknown' };
}
