import type { TodoDraft } from '../../todos/draft';
import { findDate, type FoundDate } from './dates';

const PRIORITY = /\s*(?:!(high|medium|low)\b|\b(high|medium|low) priority\b|\b(urgent)\b)/i;
const TAG = /(?:^|\s)#([\p{L}\p{M}\p{N}_-]{1,40})/gu;
const LOOSE_ENDS = /\s+(?:by|on|at|for|until|due|before)$/i;

/** What repeats stays in the title: a todo has one date. */
const REPEATS = /\b(?:every|each)$/i;

/** Reads "call mum tomorrow at 5 #family !high" into a todo. The date is taken out of the title. */
export function readDraft(text: string, timeZone: string, now: Date = new Date()): TodoDraft {
  const tags = [...text.matchAll(TAG)].map(([, tag = '']) => tag.toLowerCase());
  const withoutTags = text.replace(TAG, ' ');
  const [said = '', ...words] = PRIORITY.exec(withoutTags) ?? [];
  const plain = withoutTags.replace(said, ' ').replace(/\s+/g, ' ').trim();
  const date = findDate(plain, timeZone, now);
  const title = (date ? withoutDate(plain, date) : plain).replace(LOOSE_ENDS, '').replace(/^[,;:\s]+|[,;:\s]+$/g, '');
  return {
    title: title.charAt(0).toUpperCase() + title.slice(1),
    notes: '',
    due: date?.due ?? null,
    priority: priorityOf(words),
    tags: [...new Set(tags)],
  };
}

function withoutDate(text: string, { index, text: said }: FoundDate): string {
  const before = text.slice(0, index).trimEnd();
  if (REPEATS.test(before)) return text;
  const rest = `${before.replace(LOOSE_ENDS, '')} ${text.slice(index + said.length).trim()}`.trim();
  return rest === '' ? text : rest;
}

function priorityOf(words: readonly (string | undefined)[]): TodoDraft['priority'] {
  const word = words.find((one) => one !== undefined)?.toLowerCase();
  return word === 'urgent' ? 'high' : ((word as TodoDraft['priority'] | undefined) ?? 'none');
}
