/** What a sentence asks for, before anything is looked up. */
export type Intent =
  | { readonly kind: 'add'; readonly what: string }
  | { readonly kind: 'list'; readonly which: 'overdue' | 'today' | 'week' | 'done' | 'open'; readonly about: string }
  | { readonly kind: 'complete' | 'reopen' | 'delete'; readonly about: string; readonly all: boolean }
  | { readonly kind: 'move'; readonly about: string; readonly when: string }
  | { readonly kind: 'prioritize'; readonly about: string; readonly priority: 'high' | 'medium' | 'low' | 'none' }
  | { readonly kind: 'help' }
  | { readonly kind: 'unknown' };

type Reader = (match: RegExpExecArray) => Intent;
const group = (match: RegExpExecArray, index: number): string => (match[index] ?? '').trim();

const ALL =
  /^(?:everything|all(?: of)?(?: the)?(?: todos?| tasks?)?|every todo|every task)(?:\s+(?:about|with|for|on|tagged|that mentions?)\s+)?/i;

function target(text: string): { about: string; all: boolean } {
  const plain = text.trim().replace(/^(?:the|my)\s+/i, '');
  const all = ALL.exec(plain);
  return all
    ? { about: cleanTarget(plain.slice(all[0].length)), all: true }
    : { about: cleanTarget(plain), all: false };
}

function cleanTarget(text: string): string {
  return text
    .replace(/^(?:about|the|my|todos?|tasks?)\s+/i, '')
    .replace(/\s+(?:todo|task)s?$/i, '')
    .replace(/^["“']|["”']$/g, '')
    .trim();
}

/** First match wins, so the more particular come first. */
const PATTERNS: readonly (readonly [RegExp, Reader])[] = [
  [/^(?:help|what can you do\??|\?)$/i, () => ({ kind: 'help' })],
  [/^(?:what(?:'s| is| are)?|show|list|which)\b.*\boverdue\b/i, () => ({ kind: 'list', which: 'overdue', about: '' })],
  [
    /^(?:what(?:'s| is| are| do i have)?|show|list|which)\b.*\b(?:today)\b/i,
    () => ({ kind: 'list', which: 'today', about: '' }),
  ],
  [
    /^(?:what(?:'s| is| are| do i have)?|show|list|which)\b.*\b(?:this week|next 7 days|week)\b/i,
    () => ({ kind: 'list', which: 'week', about: '' }),
  ],
  [
    /^(?:what(?:'s| is| are| have i)?|show|list|which)\b.*\b(?:done|completed|finished)\b/i,
    () => ({ kind: 'list', which: 'done', about: '' }),
  ],
  [
    /^(?:what(?:'s| is| are| do i have)?|show|list|find|search(?: for)?)\b.*?\b(?:about|for|with|tagged|on)\s+(.+?)\??$/i,
    (m) => ({ kind: 'list', which: 'open', about: cleanTarget(group(m, 1)) }),
  ],
  [
    /^(?:what(?:'s| is| are| do i have| should i do)?|show|list)\b(?:.*\b(?:todos?|tasks?|list|open|left|to do|next)\b.*|\s*(?:me)?\s*)\??$/i,
    () => ({ kind: 'list', which: 'open', about: '' }),
  ],
  [
    /^(?:mark|set)\s+(.+?)\s+(?:as\s+)?(?:done|complete[d]?|finished)[.!]?$/i,
    (m) => ({ kind: 'complete', ...target(group(m, 1)) }),
  ],
  [
    /^(?:mark|set)\s+(.+?)\s+(?:as\s+)?(?:not done|open|undone|incomplete)[.!]?$/i,
    (m) => ({ kind: 'reopen', ...target(group(m, 1)) }),
  ],
  [
    /^(?:set|make|mark)\s+(.+?)\s+(?:as\s+|to\s+)?(high|medium|low|no)(?:\s+priority)[.!]?$/i,
    (m) => ({ kind: 'prioritize', about: target(group(m, 1)).about, priority: priorityOf(group(m, 2)) }),
  ],
  [
    /^(?:complete|finish|check off|tick off|i(?:'ve| have)? (?:did|done|finished)|done with)\s+(.+?)[.!]?$/i,
    (m) => ({ kind: 'complete', ...target(group(m, 1)) }),
  ],
  [/^(?:reopen|uncomplete|uncheck)\s+(.+?)[.!]?$/i, (m) => ({ kind: 'reopen', ...target(group(m, 1)) })],
  [
    /^(?:delete|remove|clear|forget(?: about)?|drop)\s+(.+?)[.!]?$/i,
    (m) => ({ kind: 'delete', ...target(group(m, 1)) }),
  ],
  [
    /^(?:move|reschedule|postpone|push|shift)\s+(.+?)\s+(?:to|until|till|for)\s+(.+?)[.!]?$/i,
    (m) => ({ kind: 'move', about: target(group(m, 1)).about, when: group(m, 2) }),
  ],
  [
    /^(?:please\s+)?(?:remind me(?: to| about)?|add(?: a)?(?: new)?(?: todo| task)?(?: to| called| named)?:?|create(?: a)?(?: new)?(?: todo| task)?(?: to| called| named)?:?|new(?: todo| task)?:?|i (?:need|have|want) to|don't forget to|note:?|todo:?)\s+(.+?)[.!]?$/i,
    (m) => ({ kind: 'add', what: group(m, 1) }),
  ],
];

const priorityOf = (word: string): 'high' | 'medium' | 'low' | 'none' =>
  word.toLowerCase() === 'no' ? 'none' : (word.toLowerCase() as 'high' | 'medium' | 'low');

/** Reads one sentence. What no pattern knows is `unknown`: nothing is guessed. */
export function readIntent(sentence: string): Intent {
  const text = sentence.trim().replace(/\s+/g, ' ');
  for (const [pattern, read] of PATTERNS) {
    const match = pattern.exec(text);
    if (match) return read(match);
  }
  return { kind: 'unknown' };
}
