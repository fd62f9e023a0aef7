import { createStore } from '../lib/store';

/** A todo that somebody wants to see in the list; `at` makes the same wish twice two wishes. */
export const revealed = createStore<{ readonly id: string; readonly title: string; readonly at: number } | null>(null);

/** Asks the list to bring a todo into view. */
export function revealTodo(todo: { readonly id: string; readonly title: string }): void {
  revealed.set({ id: todo.id, title: todo.title, at: Date.now() });
}
