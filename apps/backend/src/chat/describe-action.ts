import { randomUUID } from 'node:crypto';
import type { Confirmation, Todo, TodoPatch } from '@todo-chatbot/contracts';
import { dueInWords } from '../due-in-words';
import { count } from '../text';
import type { PendingAction } from './pending-action';

interface Asked {
  /** The person's. */
  readonly timeZone: string;
  readonly now: Date;
  readonly expiresAt: Date;
}

/** Shows a person exactly what a click will do. */
export function describeAction(action: PendingAction, { timeZone, now, expiresAt }: Asked): Confirmation {
  const changes = linesOf(action, (due) => dueInWords(due, timeZone, now));
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

type InWords = (due: string) => string;

function linesOf(action: PendingAction, inWords: InWords): Confirmation['changes'] {
  if (action.kind === 'add')
    return action.drafts.map(({ id, title, due }) => ({
      todoId: id,
      title,
      description: due === null ? 'will be added' : `will be added, due ${inWords(due)}`,
    }));
  if (action.kind === 'delete')
    return action.todos.map(({ id, title }) => ({ todoId: id, title, description: 'will be deleted' }));
  return action.todos.map((todo) => ({
    todoId: todo.id,
    title: todo.title,
    description: describeFields(todo, action.fields, inWords),
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
  inWords: InWords,
): string {
  const parts = [
    done === undefined ? '' : done ? 'will be done' : 'will be open again',
    due === undefined ? '' : describeMove(todo.due, due, inWords),
    priority === undefined ? '' : `priority ${todo.priority} → ${priority}`,
    title === undefined ? '' : `title → “${title}”`,
    notes === undefined ? '' : notes === '' ? 'notes will be empty' : `notes → “${notes}”`,
    tags === undefined ? '' : `tags ${tags.map((tag) => `#${tag}`).join(' ') || 'none'}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function describeMove(from: string | null, to: string | null, inWords: InWords): string {
  if (to === null) return from === null ? 'will still have no due date' : `will have no due date, was due ${inWords(from)}`;
  return `will be due ${inWords(to)}${from === null ? '' : `, was due ${inWords(from)}`}`;
}
