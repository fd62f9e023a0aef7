import type { TodoDraft } from '../../todos/draft';
import { findDate } from './dates';

const PRIORITY = /\s*(?:!(high|medium|low)\b|\b(high|medium|low) priority\b|\b(urgent)\b)/i;
const TAG = /(?:^|\s)#([\p{L}\p{M}\p{N}_-]{1,40})/gu;
const LOOSE_ENDS = /\s+(?:by|on|at|for|until|due|before)$/i;

/** Reads "call mum tomorrow at 5 #family !high" into a todo. The date is taken out of the title. */
export function readDraft(text: string, timeZone: string, now: Date = new Date()): TodoDraft {
  const tags = [...text.matchAll(TAG)].map(([, tag = '']) => tag.toLowerCase());
  const withoutTags = text.replace(TAG, ' ');
  const [said = '', ...words] = PRIORITY.exec(withoutTags) ?? [];
  const plain = withoutTags.replace(said, ' ').replace(/\s+/g, ' ').trim();
  const date = findDate(plain, timeZone, now);
  const rest = date
    ? `${plain.slice(0, date.index).trimEnd().replace(LOOSE_ENDS, '')} ${plain.slice(date.index + date.text.length).trim()}`.trim()
    : plain;
  const title = (rest || plain)
    .replace(LOOSE_ENDS, '')
    .replace(/^[,;:\s]+|[,;:\s]+$/g, '')
    .slice(0, 200);
  return {
    title: title.charAt(0).toUpperCase() + title.slice(1),
    notes: '',
    due: date?.due ?? null,
    priority: priorityOf(words),
    tags: [...new Set(tags)].slice(0, 10),
  };
}

function priorityOf(words: readonly (string | undefined)[]): TodoDraft['priority'] {
  const word = words.find((one) => one !== undefined)?.toLowerCase();
  return word === 'urgent' ? 'high' : ((word as TodoDraft['priority'] | undefined) ?? 'none');
}
