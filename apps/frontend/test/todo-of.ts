import type { Todo } from '@todo-chatbot/contracts';

/** A todo with nothing special about it, but for `part`. */
export function todoOf(part: Partial<Todo> = {}): Todo {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    title: 'A todo',
    notes: '',
    due: null,
    priority: 'none',
    tags: [],
    done: false,
    completedAt: null,
    position: 'a0',
    version: 1,
    createdAt: '2026-11-01T00:00:00.000Z',
    updatedAt: '2026-11-01T00:00:00.000Z',
    ...part,
  };
}
