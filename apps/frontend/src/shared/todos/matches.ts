import type { Todo } from '@todo-chatbot/contracts';
import { addDays, dayOf } from './day';
import { dueDay, isOverdue } from './due';
import type { TodoQuery } from './todo-query';

/** Does a todo belong in a list? The same rules as the server's, so that a change can be shown before it answers. */
export function matches(todo: Todo, query: TodoQuery, now: Date): boolean {
  return (
    (query.status === 'all' || todo.done === (query.status === 'done')) &&
    (query.priority === null || query.priority === undefined || todo.priority === query.priority) &&
    (query.tag === null || todo.tags.includes(query.tag)) &&
    matchesDue(todo, query.due, now) &&
    matchesSearch(todo, query.search)
  );
}

function matchesDue(todo: Todo, wanted: TodoQuery['due'], now: Date): boolean {
  if (wanted === 'any') return true;
  if (todo.due === null) return wanted === 'none';
  const today = dayOf(now);
  switch (wanted) {
    case 'none':
      return false;
    case 'overdue':
      return !todo.done && isOverdue(todo.due, now);
    case 'today':
      return dueDay(todo.due) === today;
    case 'week':
      return dueDay(todo.due) >= today && dueDay(todo.due) <= addDays(today, 7);
  }
}

/** The server looks at no more words than these. */
const WORDS_MAX = 10;

function matchesSearch(todo: Todo, search: string): boolean {
  const text = `${todo.title}\n${todo.notes}\n${todo.tags.join('\n')}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .slice(0, WORDS_MAX)
    .every((word) => text.includes(word));
}
