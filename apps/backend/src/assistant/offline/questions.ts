import { subject } from './selection';

export interface Question {
  readonly kind: 'list';
  readonly which: 'overdue' | 'today' | 'week' | 'done' | 'open';
  /** Words that the todos contain; empty for any. */
  readonly about: string;
}

const ASKS =
  /^(?:what|which|when|show|list|anything|is there|are there|do i|have i|am i|how many|find|search|look for|where)\b/i;

const WHICH: readonly (readonly [RegExp, Question['which']])[] = [
  [/\b(?:overdue|late|past due|behind)\b/i, 'overdue'],
  [/\btoday\b/i, 'today'],
  [/\b(?:this week|next (?:7|seven) days|coming week|week)\b/i, 'week'],
  [/\b(?:done|completed|finished)\b/i, 'done'],
];

const SEARCH = /^(?:find|search(?: for)?|look for|where is|where are)\s+(?<about>.+)$/i;
const WHEN = /^when (?:is|are|was|must i|should i|do i have to)\s+(?<about>.+?)(?:\s+due)?$/i;
const ABOUT = /\b(?<about>(?:about|for|with|tagged|on|mentioning|regarding)\s+.+)$/i;
/** A time that is asked for is not what the todos are about. */
const TIME = /\s*\b(?:today|this week|the (?:next|coming) .*|next (?:7|seven) days|now)\b\s*$/i;
const GENERAL = /\b(?:todos?|to-?dos?|tasks?|list|open|left|to do|next|everything|all|up)\b|^(?:show|list)(?: me)?$/i;

/** Reads a question about todos; undefined when it is about something else. */
export function readQuestion(text: string): Question | undefined {
  if (!ASKS.test(text)) return undefined;
  const which = WHICH.find(([pattern]) => pattern.test(text))?.[1] ?? 'open';
  const about = subject(
    (/^\S+ (?:do|should|must) i\b/i.test(text) ? undefined : aboutOf(text))?.replace(TIME, '') ?? '',
  );
  if (about === '' && which === 'open' && !GENERAL.test(text)) return undefined;
  return { kind: 'list', which, about: which === 'done' || !isTimeOnly(about) ? about : '' };
}

function aboutOf(text: string): string | undefined {
  for (const pattern of [SEARCH, WHEN, ABOUT]) {
    const about = pattern.exec(text)?.groups?.['about'];
    if (about !== undefined) return about;
  }
  return undefined;
}

const isTimeOnly = (about: string): boolean =>
  /^(?:today|this week|me|now|the week|week|any|anything|everything|(?:(?:any|all) )?(?:todos?|to-dos?|tasks?)|(?:to-?do |task )?list)$/i.test(about);
