import { createStore } from '../../../shared/lib/store';
import { EMPTY_DRAFT, type Draft } from './draft';
import type { Todo } from '@todo-chatbot/contracts';

/** The row that keys act on. */
export const activeId = createStore<string | null>(null);

/** The todo that is being edited, as it was when editing began, and the form; kept here so that scrolling away loses nothing. */
export interface Editing {
  readonly base: Todo;
  readonly draft: Draft;
  /** Set when the same fields changed elsewhere: the todo as it is now. */
  readonly conflict: Todo | null;
}
export const editing = createStore<Editing | null>(null);

/** What is typed into the form for a new todo; survives switching between list and chat on a phone. */
export const newDraft = createStore<Draft>(EMPTY_DRAFT);

/** Todos marked for a bulk action, by id; null while nobody is selecting. */
export const selection = createStore<ReadonlyMap<string, Todo> | null>(null);

/** Marks a todo, or takes the mark away. */
export function toggleSelected(todo: Todo): void {
  selection.set((chosen) => {
    const next = new Map(chosen);
    if (!next.delete(todo.id)) next.set(todo.id, todo);
    return next;
  });
}

/** Titles of todos that are being stored. */
export const savingTitles = createStore<readonly string[]>([]);
