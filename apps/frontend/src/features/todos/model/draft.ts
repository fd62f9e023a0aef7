import type { Priority, Todo, TodoPatch } from '@todo-chatbot/contracts';
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
    title: draft.title.trim(),
    notes: draft.notes,
    due: unchanged ? due : fromLocalDue(local, now),
    priority: draft.priority,
    tags: parseTags(draft.tags),
  } satisfies TodoPatch;
}

const TAG = /^[\p{L}\p{N}_-]{1,40}$/u;
const TAGS_MAX = 10;

/** Tags out of a line of text: parted by commas or spaces, in lower case, without `#`, each once. */
export function parseTags(text: string): string[] {
  const words = text.split(/[\s,;]+/).map((word) => word.replace(/^#+/, '').toLowerCase());
  return [...new Set(words.filter((word) => word !== ''))];
}

/** Why a draft cannot be saved, by field; empty when it can. */
export function findFaults(draft: Draft): Partial<Record<keyof Draft, string>> {
  const tags = parseTags(draft.tags);
  const odd = tags.find((tag) => !TAG.test(tag));
  return {
    ...(draft.title.trim() === '' ? { title: 'Give it a title.' } : {}),
    ...(draft.title.trim().length > 200 ? { title: 'A title has at most 200 characters; the rest fits into the notes.' } : {}),
    ...(draft.notes.length > 4000 ? { notes: 'Notes have at most 4000 characters.' } : {}),
    ...(tags.length > TAGS_MAX ? { tags: `At most ${String(TAGS_MAX)} tags.` } : {}),
    ...(odd === undefined ? {} : { tags: `“${odd}” cannot be a tag: letters, digits, - and _ only, at most 40.` }),
  };
}
