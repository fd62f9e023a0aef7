import { SEEN, visible, type Priority, type Todo, type TodoPatch } from '@todo-chatbot/contracts';
import { fromLocalDue, toLocalDue } from '../../../shared/todos/due';

/** A todo as its form holds it: every field as text. */
export interface Draft {
  readonly title: string;
  readonly notes: string;
  readonly day: string;
  readonly time: string;
  readonly priority: Priority;
  readonly tags: string;
}

export const EMPTY_DRAFT: Draft = { title: '', notes: '', day: '', time: '', priority: 'none', tags: '' };

export function toDraft(todo: Todo): Draft {
  const { day, time } = todo.due === null ? { day: '', time: '' } : toLocalDue(todo.due);
  return { title: todo.title, notes: todo.notes, day, time, priority: todo.priority, tags: todo.tags.join(', ') };
}

/** What the form says, as the API wants it. A moment the form does not show in full keeps its seconds. */
export function fromDraft(draft: Draft, { now, due = null }: { now: Date; due?: string | null }) {
  const local = { day: draft.day, time: draft.time };
  const unchanged = due !== null && toLocalDue(due).day === local.day && toLocalDue(due).time === local.time;
  return {
    title: visible(draft.title).trim(),
    notes: visible(draft.notes),
    due: unchanged ? due : fromLocalDue(local, now),
    priority: draft.priority,
    tags: parseTags(draft.tags),
  } satisfies TodoPatch;
}

const TAG = /^[\p{L}\p{M}\p{N}_-]+$/u;

/** What the API takes; written here because its schemas stay out of the page. A test compares them. */
export const LIMITS = { title: 200, notes: 4000, tags: 10, tag: 40 } as const;

/** Tags out of a line of text: parted by commas or spaces, in lower case, without `#`, each once. */
export function parseTags(text: string): string[] {
  const words = visible(text)
    .split(/[\s,;]+/)
    .map((word) => word.replace(/^#+/, '').toLowerCase());
  return [...new Set(words.filter((word) => word !== ''))];
}

/** Why a draft cannot be saved, by field; empty when it can. */
export function findFaults(draft: Draft): Partial<Record<keyof Draft, string>> {
  const tags = parseTags(draft.tags);
  const odd = tags.find((tag) => !TAG.test(tag) || tag.length > LIMITS.tag);
  const title = visible(draft.title).trim();
  return {
    ...(SEEN.test(title) ? {} : { title: 'Give it a title.' }),
    ...(title.length > LIMITS.title ? { title: `A title has at most ${String(LIMITS.title)} characters; the rest fits into the notes.` } : {}),
    ...(visible(draft.notes).length > LIMITS.notes ? { notes: `Notes have at most ${String(LIMITS.notes)} characters.` } : {}),
    ...(tags.length > LIMITS.tags ? { tags: `At most ${String(LIMITS.tags)} tags.` } : {}),
    ...(odd === undefined ? {} : { tags: `“${odd}” cannot be a tag: letters, digits, - and _ only, at most ${String(LIMITS.tag)}.` }),
  };
}
