import { randomUUID } from 'node:crypto';
import type { Confirmation, Todo, TodoPatch } from '@todo-chatbot/contracts';
import { count } from '../text';
import type { PendingAction } from './pending-action';

/** Shows a person exactly what a click will do. */
export function describeAction(action: PendingAction, expiresAt: Date): Confirmation {
  const changes = linesOf(action);
  return {
    kind: 'confirmation',
    id: randomUUID(),
    summary: `${verbOf(action)} ${count(changes.length)}?`,
    changes,
    total: changes.length,
    expiresAt: expiresAt.toISOString(),
    state: 'pending',
  };
}

function linesOf(action: PendingAction): Confirmation['changes'] {
  if (action.kind === 'add')
    return action.drafts.map(({ id, title, due }) => ({
      todoId: id,
      title,
      description: due === null ? 'will be added' : `will be added, due ${shown(due)}`,
    }));
  if (action.kind === 'delete')
    return action.todos.map(({ id, title }) => ({ todoId: id, title, description: 'will be deleted' }));
  return action.todos.map((todo) => ({
    todoId: todo.id,
    title: todo.title,
    description: describeFields(todo, action.fields),
  }));
}

function verbOf(action: PendingAction): string {
  if (action.kind === 'add') return 'Add';
  if (action.kind === 'delete') return 'Delete';
  const { done, due } = action.fields;
  if (done !== undefined) return done ? 'Complete' : 'Reopen';
  return due === undefined ? 'Change' : 'Move';
}

function describeFields(
  todo: Pick<Todo, 'due' | 'priority' | 'tags'>,
  { title, notes, due, priority, tags, done }: TodoPatch,
): string {
  const parts = [
    done === undefined ? '' : done ? 'will be done' : 'will be open again',
    due === undefined ? '' : `due ${shown(todo.due)} → ${shown(due)}`,
    priority === undefined ? '' : `priority ${todo.priority} → ${priority}`,
    title === undefined ? '' : `title → “${title}”`,
    notes === undefined ? '' : notes === '' ? 'notes will be empty' : `notes → “${notes}”`,
    tags === undefined ? '' : `tags ${tags.map((tag) => `#${tag}`).join(' ') || 'none'}`,
  ];
  return parts.filter(Boolean).join(', ');
}

const shown = (due: string | null): string => due?.replace('T', ' ').replace(/(:\d\d):00\.000Z$/, '$1 UTC') ?? 'none';
