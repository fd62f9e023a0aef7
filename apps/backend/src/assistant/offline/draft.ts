import type { TodoDraft } from '../../todos/draft';
import { findDate, type FoundDate } from './dates';

/**
 * A priority is taken only where it is said as one: `!high`, "high priority", "priority high", "urgent:" at the
 * beginning, "urgent" at the end. A mere "high" is part of the title: people aim high.
 */
const PRIORITIES: readonly RegExp[] = [
  /(?:^|\s)!(high|medium|low|urgent)(?![\p{L}\p{N}_-])/iu,
  /(?:^|[,\s]+)(?:(?:with|at|as)\s+)?(?:an?\s+)?(high|medium|low)[\s-]priority(?![\p{L}\p{N}_-])/iu,
  /(?:^|[,\s]+)(?:(?:with|at|as)\s+)?priority:?\s+(high|medium|low)(?![\p{L}\p{N}_-])/iu,
  /^(urgent)\s*[:,!]\s*/i,
  /[,\s]+(urgent)$/i,
];
const TAG = /(?:^|\s)#([\p{L}\p{M}\p{N}_-]{1,40})/gu;
const LOOSE_ENDS = /\s+(?:by|on|at|for|until|due|before)$/i;

/** What repeats stays in the title: a todo has one date. */
const REPEATS = /\b(?:every|each)$/i;

/** Reads "call mum tomorrow at 5 #family !high" into a todo. The date is taken out of the title. */
export function readDraft(text: string, timeZone: string, now: Date = new Date()): TodoDraft {
  const tags = [...text.matchAll(TAG)].map(([, tag = '']) => tag.toLowerCase());
  const withoutTags = text.replace(TAG, ' ');
  const { priority, rest } = takePriority(withoutTags.replace(/\s+/g, ' ').trim());
  const plain = rest.replace(/\s+/g, ' ').trim();
  const date = findDate(plain, timeZone, now);
  const title = (date ? withoutDate(plain, date) : plain).replace(LOOSE_ENDS, '').replace(/^[,;:\s]+|[,;:\s]+$/g, '');
  return {
    title: title.charAt(0).toUpperCase() + title.slice(1),
    notes: '',
    due: date?.due ?? null,
    priority,
    tags: [...new Set(tags)],
  };
}

function withoutDate(text: string, { index, text: said }: FoundDate): string {
  const before = text.slice(0, index).trimEnd();
  if (REPEATS.test(before)) return text;
  const rest = `${before.replace(LOOSE_ENDS, '')} ${text.slice(index + said.length).trim()}`.trim();
  return rest === '' ? text : rest;
}

function takePriority(text: string): { readonly priority: TodoDraft['priority']; readonly rest: string } {
  for (const pattern of PRIORITIES) {
    const [said, word = ''] = pattern.exec(text) ?? [];
    if (said === undefined) continue;
    const level = word.toLowerCase();
    return { priority: level === 'urgent' ? 'high' : (level as TodoDraft['priority']), rest: text.replace(said, ' ') };
  }
  return { priority: 'none', rest: text };
}
