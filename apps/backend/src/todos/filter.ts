import type { TodoFilter } from '@todo-chatbot/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { Today } from '../time';

const MOST_WORDS = 10;

/** The condition of a filter. Values are parameters, whatever they look like. */
export function matches(filter: TodoFilter, today: Today): RawBuilder<boolean> {
  const { search, status, priority, tag, due } = filter;
  const conditions = [
    ...(status === 'all' ? [] : [sql<boolean>`done = ${status === 'done'}`]),
    ...(priority === undefined ? [] : [sql<boolean>`priority = ${priority}`]),
    ...(tag === undefined ? [] : [sql<boolean>`${tag} = any(tags)`]),
    ...(due === 'any' ? [] : [isDue(due, today)]),
    ...words(search).map(
      (word) =>
        sql<boolean>`position(${word} in lower(title || ' ' || notes || ' ' || array_to_string(tags, ' '))) > 0`,
    ),
  ];
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

function words(search: string | undefined): string[] {
  return (search ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
}

/** Days compare with days and moments with moments; both are text that sorts as time does. */
export function isDue(due: 'overdue' | 'today' | 'week' | 'none', today: Today): RawBuilder<boolean> {
  switch (due) {
    case 'none':
      return sql<boolean>`due is null`;
    case 'overdue':
      return sql<boolean>`(not done and case when length(due) = 10 then due < ${today.day} else due < ${today.now} end)`;
    case 'today':
      return sql<boolean>`case when length(due) = 10 then due = ${today.day} else due >= ${today.startsAt} and due < ${today.endsAt} end`;
    case 'week':
      return sql<boolean>`case when length(due) = 10 then due between ${today.day} and ${today.weekAhead} else due >= ${today.startsAt} and due < ${today.weekEndsAt} end`;
  }
}
