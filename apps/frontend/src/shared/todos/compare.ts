import type { Priority, Todo } from '@todo-chatbot/contracts';
import type { TodoQuery } from './todo-query';

const RANK: Readonly<Record<Priority, number>> = { high: 0, medium: 1, low: 2, none: 3 };

/** Orders todos as the server does for `query`; the manual order settles ties. */
export function compareTodos(query: Pick<TodoQuery, 'sort' | 'order'>): (a: Todo, b: Todo) => number {
  const direction = query.order === 'desc' ? -1 : 1;
  return (a, b) => bySort(query.sort, a, b, direction) || byText(a.position, b.position) || byText(a.id, b.id);
}

function bySort(...[sort, a, b, direction]: [TodoQuery['sort'], Todo, Todo, number]): number {
  switch (sort) {
    case 'manual':
      return direction * byText(a.position, b.position);
    case 'due':
      // What has no date is never the answer to "what is next".
      return direction * byText(a.due ?? '9999', b.due ?? '9999');
    case 'priority':
      return direction * (RANK[a.priority] - RANK[b.priority]);
    case 'created':
      return direction * byText(a.createdAt, b.createdAt);
    case 'title':
      return direction * byText(a.title.toLowerCase(), b.title.toLowerCase());
  }
}

/** Bytewise, as positions are meant and timestamps allow. */
function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
