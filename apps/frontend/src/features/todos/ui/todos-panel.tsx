import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { describeError } from '../../../shared/api/api-error';
import { showToast } from '../../../shared/lib/toast';
import { useStore } from '../../../shared/lib/store';
import { describeToday } from '../../../shared/todos/due';
import { flatten } from '../../../shared/todos/list-data';
import type { TodoQuery } from '../../../shared/todos/todo-query';
import { Button } from '../../../shared/ui/button';
import { Notice } from '../../../shared/ui/notice';
import { useTodoList, useTodoSummary } from '../api/use-todo-list';
import { selection } from '../model/list-state';
import { followAddress, viewOf, viewQuery } from '../model/view';
import { BulkBar } from './bulk-bar';
import { EmptyList } from './empty-list';
import { ListToolbar } from './list-toolbar';
import { QuickAdd } from './quick-add';
import { TodoList } from './todo-list';
import { useNow } from './use-now';
import { useViewShortcuts, ViewNav } from './view-nav';

/** The list with everything around it. `chips` shows the named lists above it, where there is no sidebar. */
export function TodosPanel({ chips }: { readonly chips: boolean }): ReactNode {
  const query = useStore(viewQuery);
  const list = useTodoList(query);
  const summary = useTodoSummary(query);
  const [gathering, setGathering] = useState(false);
  useViewShortcuts();
  useEffect(followAddress, []);

  const { fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = list;
  const loadMore = useCallback(() => {
    if (!isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage, isFetchNextPageError]);

  const selectAll = async (): Promise<void> => {
    setGathering(true);
    let page = { data: list.data, hasNextPage, isError: false };
    while (page.hasNextPage && !page.isError) page = await fetchNextPage();
    setGathering(false);
    if (page.isError) showToast({ message: 'Not everything could be loaded, so nothing was selected.', tone: 'error' });
    else selection.set(new Map(flatten(page.data).map((todo) => [todo.id, todo])));
  };

  const total = summary?.total ?? list.todos.length;
  return (
    <>
      <header className="grid grid-cols-[minmax(0,1fr)] gap-3 pt-1 lg:pt-7">
        {chips ? <ViewNav layout="row" /> : null}
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 sm:px-8">
          <Heading query={query} total={total} />
          <QuickAdd />
          <ListToolbar tags={summary?.tags ?? []} />
          <BulkBar total={total} busy={gathering} onSelectAll={() => void selectAll()} />
        </div>
      </header>
      {list.isPending ? <Skeleton /> : null}
      {list.isLoadingError ? <LoadFault error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data === undefined ? null : (
        <TodoList
          todos={list.todos}
          total={total}
          movable={query.sort === 'manual' && query.order === 'asc'}
          hasMore={hasNextPage}
          loadMore={loadMore}
          onSelectAll={() => void selectAll()}
          empty={list.isPlaceholderData ? null : <EmptyList query={query} />}
        />
      )}
      {isFetchNextPageError ? (
        <div role="alert" className="flex items-center justify-center gap-3 bg-buoy-soft px-4 py-2 text-sm font-semibold">
          The rest of the list could not be loaded.
          <Button small onClick={() => void fetchNextPage()}>
            Try again
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Heading({ query, total }: { readonly query: TodoQuery; readonly total: number }): ReactNode {
  const { weekday, date } = describeToday(useNow());
  const name = query.tag === null ? (viewOf(query)?.name ?? 'Filtered') : `#${query.tag}`;
  return (
    <div className="flex items-baseline justify-between gap-4">
      <h2 className="truncate font-display text-[2.5rem] leading-none italic lg:text-[3.25rem]">
        {name}
        <span className="ml-3 align-middle font-sans text-base text-soft not-italic tabular-nums">
          {total.toLocaleString('en')}
          <span className="sr-only"> todos</span>
        </span>
      </h2>
      <p className="shrink-0 text-right text-sm text-soft">
        <span className="font-semibold text-ink">{weekday}</span>
        <span className="max-sm:block"> {date}</span>
      </p>
    </div>
  );
}

function Skeleton(): ReactNode {
  return (
    <div role="status" className="grid gap-3 px-4 pt-5 sm:px-8">
      <span className="sr-only">Loading your todos…</span>
      {['w-3/5', 'w-2/5', 'w-4/5', 'w-1/2', 'w-2/3'].map((width) => (
        <div key={width} aria-hidden="true" className="flex animate-pulse items-center gap-3 border-b border-line pb-3">
          <span className="size-[1.375rem] rounded-full bg-line" />
          <span className={`h-4 rounded bg-line ${width}`} />
        </div>
      ))}
    </div>
  );
}

function LoadFault({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactNode {
  return (
    <Notice icon="cloudOff" title="Your todos could not be loaded" tone="bad">
      <p role="alert">{describeError(error)} They are safe on the server.</p>
      <Button tone="primary" icon="retry" onClick={onRetry}>
        Try again
      </Button>
    </Notice>
  );
}
