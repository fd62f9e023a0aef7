import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { inFigures } from '../../../shared/lib/locale';
import { showToast } from '../../../shared/lib/toast';
import { useStore } from '../../../shared/lib/store';
import { describeToday } from '../../../shared/todos/due';
import { flatten } from '../../../shared/todos/list-data';
import type { TodoQuery } from '../../../shared/todos/todo-query';
import { useTodoList, useTodoSummary } from '../api/use-todo-list';
import { selection } from '../model/list-state';
import { followAddress, viewOf, viewQuery } from '../model/view';
import { BulkBar } from './bulk-bar';
import { EmptyList } from './empty-list';
import { LoadFault, MoreFault, Skeleton } from './list-states';
import { ListToolbar } from './list-toolbar';
import { QuickAdd } from './quick-add';
import { TodoList } from './todo-list';
import { usePassingTime } from './use-passing-time';
import { useViewShortcuts, ViewNav } from './view-nav';

/** One measure for all that stands below each other; longer lines would be hard to read. */
const COLUMN = 'mx-auto w-full max-w-4xl px-4 sm:px-8';

/**
 * The list with everything around it. `chips` shows the named lists above it, where there is no sidebar; all of it
 * scrolls then, since a keyboard on the screen leaves little room.
 */
export function TodosPanel({ chips }: { readonly chips: boolean }): ReactNode {
  const query = useStore(viewQuery);
  const list = useTodoList(query);
  const summary = useTodoSummary(query);
  const { gathering, selectAll } = useSelectAll(list);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const now = usePassingTime();
  useViewShortcuts();
  useEffect(followAddress, []);

  const loaded = list.todos.length;
  // With everything loaded, the list itself knows best, and at once.
  const total = list.hasNextPage ? (summary?.total ?? loaded) : loaded;
  const header = (
    <header className="grid grid-cols-[minmax(0,1fr)] gap-3 pt-1 lg:pt-7">
      {chips ? <ViewNav layout="row" /> : null}
      <div className={`grid grid-cols-[minmax(0,1fr)] gap-3 ${COLUMN}`}>
        <Heading query={query} total={total} now={now} />
        <QuickAdd />
        <ListToolbar tags={summary?.tags ?? []} />
      </div>
    </header>
  );
  return (
    <>
      {chips ? null : header}
      <div
        ref={setScroller}
        // Rows take the focus for scrolling by key; without any, the region itself has to.
        {...(loaded === 0 ? { tabIndex: 0 } : {})}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-24 lg:pb-8"
      >
        {chips ? header : null}
        <div className={`sticky top-0 z-20 bg-canvas after:pointer-events-none after:absolute after:inset-x-0 after:top-full after:h-3 after:bg-linear-to-b after:from-canvas after:to-transparent ${COLUMN}`}>
          <BulkBar total={total} busy={gathering} onSelectAll={selectAll} />
        </div>
        {scroller === null ? null : <ListBody list={list} query={query} total={total} now={now} scroller={scroller} onSelectAll={selectAll} />}
      </div>
      {list.isFetchNextPageError ? <MoreFault onRetry={() => void list.fetchNextPage()} /> : null}
    </>
  );
}

type List = ReturnType<typeof useTodoList>;

/** Selects everything that matches, once it is loaded. */
function useSelectAll({ data, hasNextPage, fetchNextPage }: List): { readonly gathering: boolean; readonly selectAll: () => void } {
  const [gathering, setGathering] = useState(false);
  const gather = async (): Promise<void> => {
    setGathering(true);
    const asked = viewQuery.get();
    let page = { data, hasNextPage, isError: false };
    while (page.hasNextPage && !page.isError && viewQuery.get() === asked) page = await fetchNextPage();
    setGathering(false);
    // Somebody who has gone to another list meanwhile did not mean that one.
    if (viewQuery.get() !== asked) return;
    if (page.isError) showToast({ message: 'Not everything could be loaded, so nothing was selected.', tone: 'error' });
    else selection.set(new Map(flatten(page.data).map((todo) => [todo.id, todo])));
  };
  return { gathering, selectAll: () => void gather() };
}

interface ListBodyProps {
  readonly list: List;
  readonly query: TodoQuery;
  readonly total: number;
  readonly now: Date;
  readonly scroller: HTMLDivElement;
  readonly onSelectAll: () => void;
}

function ListBody({ list, query, total, now, scroller, onSelectAll }: ListBodyProps): ReactNode {
  const { fetchNextPage, isFetchingNextPage, isFetchNextPageError } = list;
  const loadMore = useCallback(() => {
    if (!isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage, isFetchNextPageError]);
  if (list.isPending) return <Skeleton className={COLUMN} />;
  if (list.isLoadingError) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className={`pt-3 ${COLUMN}`}>
      {list.todos.length === 0 && !list.isPlaceholderData ? <EmptyList query={query} /> : null}
      <TodoList
        todos={list.todos}
        total={total}
        now={now}
        scroller={scroller}
        movable={query.sort === 'manual' && query.order === 'asc'}
        hasMore={list.hasNextPage}
        loadMore={loadMore}
        onSelectAll={onSelectAll}
      />
    </div>
  );
}

function Heading({ query, total, now }: Pick<ListBodyProps, 'query' | 'total' | 'now'>): ReactNode {
  const { weekday, date } = describeToday(now);
  const name = query.tag === null ? (viewOf(query)?.name ?? 'Filtered') : `#${query.tag}`;
  return (
    <div className="flex items-baseline justify-between gap-4">
      <h2 className="truncate font-display text-[2.5rem] leading-none italic lg:text-[3.25rem]">
        {name}
        <span className="ml-3 align-middle font-sans text-base text-soft not-italic tabular-nums">
          {total === 0 ? null : inFigures(total)}
          <span className="sr-only">{total === 0 ? 'no todos' : ' todos'}</span>
        </span>
      </h2>
      <p className="shrink-0 text-right text-sm text-soft">
        <span className="font-semibold text-ink">{weekday}</span>
        <span className="max-sm:block"> {date}</span>
      </p>
    </div>
  );
}
