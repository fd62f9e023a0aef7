import { createStore } from '../../../shared/lib/store';
import { DEFAULT_QUERY, type TodoQuery } from '../../../shared/todos/todo-query';
import { selection } from './list-state';

/** A list by name, in the sidebar and by number key. */
export interface View {
  readonly id: string;
  readonly name: string;
  readonly query: Pick<TodoQuery, 'status' | 'due'>;
}

export const VIEWS = [
  { id: 'open', name: 'To do', query: { status: 'open', due: 'any' } },
  { id: 'today', name: 'Today', query: { status: 'open', due: 'today' } },
  { id: 'overdue', name: 'Overdue', query: { status: 'open', due: 'overdue' } },
  { id: 'week', name: 'Next 7 days', query: { status: 'open', due: 'week' } },
  { id: 'done', name: 'Done', query: { status: 'done', due: 'any' } },
  { id: 'all', name: 'All', query: { status: 'all', due: 'any' } },
] as const satisfies readonly View[];

const CHOICES = {
  status: ['all', 'open', 'done'],
  due: ['any', 'overdue', 'today', 'week', 'none'],
  priority: ['none', 'low', 'medium', 'high'],
  sort: ['manual', 'due', 'priority', 'created', 'title'],
  order: ['asc', 'desc'],
} as const;

/** What the list shows at the moment; in the address too, so that reload, back and bookmarks keep it. */
export const viewQuery = createStore<TodoQuery>(readAddress());

/** The named view that a query belongs to, if it is one. */
export function viewOf(query: TodoQuery): View | undefined {
  return VIEWS.find((view) => view.query.status === query.status && view.query.due === query.due);
}

/** Goes to a named view; search, tag, priority and what is selected begin afresh, the order stays. */
export function openView(view: View): void {
  // What nobody sees any more must not be deleted with what they see.
  selection.set((chosen) => chosen && new Map());
  viewQuery.set(({ sort, order }) => ({ ...DEFAULT_QUERY, sort, order, ...view.query }));
}

/** Changes part of what the list shows. */
export function refine(part: Partial<TodoQuery>): void {
  viewQuery.set((query) => ({ ...query, ...part }));
}

/** Is anything left out beyond what the named view leaves out? */
export function isNarrowed(query: TodoQuery): boolean {
  return query.search !== '' || query.tag !== null || query.priority !== null || viewOf(query) === undefined;
}

/** Keeps the address in step with the list; returns how to stop. */
export function followAddress(): () => void {
  const onBack = (): void => viewQuery.set(readAddress());
  addEventListener('popstate', onBack);
  const unsubscribe = viewQuery.subscribe(() => {
    const search = toAddress(viewQuery.get());
    if (search !== location.search) history.replaceState(null, '', `${location.pathname}${search}`);
  });
  return () => {
    removeEventListener('popstate', onBack);
    unsubscribe();
  };
}

/** The query that an address asks for; whatever it spells wrong is as if it were not there. */
export function fromAddress(search: string): TodoQuery {
  const parameters = new URLSearchParams(search);
  const choice = <K extends keyof typeof CHOICES>(name: K): (typeof CHOICES)[K][number] | undefined =>
    (CHOICES[name] as readonly (typeof CHOICES)[K][number][]).find((value) => value === parameters.get(name));
  return {
    search: (parameters.get('search') ?? '').slice(0, 200),
    status: choice('status') ?? DEFAULT_QUERY.status,
    due: choice('due') ?? DEFAULT_QUERY.due,
    priority: choice('priority') ?? null,
    tag: parameters.get('tag')?.slice(0, 40) || null,
    sort: choice('sort') ?? DEFAULT_QUERY.sort,
    order: choice('order') ?? DEFAULT_QUERY.order,
  };
}

/** The address of a query: only what is not the default, or nothing. */
export function toAddress(query: TodoQuery): string {
  const chosen = Object.entries(query).filter(([name, value]) => value !== DEFAULT_QUERY[name as keyof TodoQuery] && value !== null);
  return chosen.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(chosen) as Record<string, string>).toString()}`;
}

function readAddress(): TodoQuery {
  return fromAddress(typeof location === 'undefined' ? '' : location.search);
}
