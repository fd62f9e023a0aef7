import { Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { cx } from '../../../shared/lib/class-names';
import { lazyPart } from '../../../shared/lib/lazy-part';
import { useShortcuts } from '../../../shared/lib/shortcuts';
import { useStore } from '../../../shared/lib/store';
import { useDebounced } from '../../../shared/lib/use-debounced';
import type { TodoQuery } from '../../../shared/todos/todo-query';
import { IconButton } from '../../../shared/ui/button';
import { Icon } from '../../../shared/ui/icon';
import { Popover, PopoverItem } from '../../../shared/ui/popover';
import { selection } from '../model/list-state';
import { refine, viewQuery } from '../model/view';
import { MoreMenu } from './more-menu';

const FilterPanel = lazyPart(async () => (await import('./filter-panel')).FilterPanel);

const TOOL = 'inline-flex h-9 shrink-0 items-center gap-1.5 rounded-lg px-2.5 text-[0.8125rem] font-semibold text-soft hover:bg-sunken hover:text-ink pointer-coarse:h-11 pointer-coarse:min-w-11 pointer-coarse:justify-center';

/** Search, filter, order, selecting, and what is done rarely. */
export function ListToolbar({ tags }: { readonly tags: readonly string[] }): ReactNode {
  const query = useStore(viewQuery);
  const selecting = useStore(selection) !== null;
  const filters = Number(query.priority !== null) + Number(query.tag !== null) + Number(query.due === 'none');
  return (
    <div role="group" aria-label="Search and order" className="flex items-center gap-0.5">
      <SearchField />
      <Popover
        label={filters === 0 ? 'Filter' : `Filter, ${String(filters)} on`}
        triggerClassName={cx(TOOL, filters > 0 && 'bg-accent-soft text-accent')}
        trigger={
          <>
            <Icon name="filter" size={16} />
            <span className="max-sm:hidden">Filter</span>
            {filters === 0 ? null : <span className="tabular-nums">{filters}</span>}
          </>
        }
      >
        {() => (
          <Suspense fallback={<div className="h-60 w-60" />}>
            <FilterPanel query={query} tags={tags} />
          </Suspense>
        )}
      </Popover>
      <SortMenu query={query} />
      <IconButton
        icon="select"
        label={selecting ? 'End selecting' : 'Select several'}
        aria-pressed={selecting}
        className={selecting ? 'bg-accent-soft text-accent' : ''}
        onClick={() => selection.set(selecting ? null : new Map())}
      />
      <MoreMenu />
    </div>
  );
}

function SearchField(): ReactNode {
  const query = useStore(viewQuery);
  const [text, setText] = useState(query.search);
  const settled = useDebounced(text, 200);
  const input = useRef<HTMLInputElement>(null);
  useShortcuts('Anywhere', [{ keys: '/', label: 'Search', run: () => input.current?.select() }]);
  const asked = useRef(query.search);
  useEffect(() => {
    const search = settled.trim();
    if (search === asked.current) return;
    asked.current = search;
    refine({ search });
  }, [settled]);
  useEffect(() => {
    // What this field asked for itself must not overwrite what was typed since; another list, or "clear", empties it.
    if (query.search === asked.current) return;
    asked.current = query.search;
    setText(query.search);
  }, [query.search]);
  return (
    <label className="flex h-9 min-w-0 pointer-coarse:h-11 flex-1 items-center gap-2 rounded-lg bg-sunken px-3 text-soft max-sm:gap-1.5 max-sm:px-2.5 focus-within:ring-2 focus-within:ring-accent">
      <Icon name="search" size={16} />
      <span className="sr-only">Search todos</span>
      <input
        ref={input}
        type="search"
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          setText('');
          event.currentTarget.blur();
        }}
        placeholder="Search"
        className="min-w-0 flex-1 bg-transparent text-base text-ink outline-none sm:text-sm"
      />
    </label>
  );
}

const SORTS: readonly { sort: TodoQuery['sort']; order: TodoQuery['order']; label: string }[] = [
  { sort: 'manual', order: 'asc', label: 'My order' },
  { sort: 'due', order: 'asc', label: 'Due first' },
  { sort: 'priority', order: 'asc', label: 'Most important first' },
  { sort: 'created', order: 'desc', label: 'Newest first' },
  { sort: 'created', order: 'asc', label: 'Oldest first' },
  { sort: 'title', order: 'asc', label: 'Title, A to Z' },
];

function SortMenu({ query }: { readonly query: TodoQuery }): ReactNode {
  const chosen = SORTS.find(({ sort, order }) => sort === query.sort && order === query.order);
  return (
    <Popover
      label={`Order: ${chosen?.label ?? 'custom'}`}
      triggerClassName={TOOL}
      trigger={
        <>
          <Icon name="sort" size={16} />
          <span className="max-sm:hidden">{chosen?.label ?? 'Order'}</span>
        </>
      }
    >
      {(close) =>
        SORTS.map((option) => (
          <PopoverItem
            key={option.label}
            pressed={option === chosen}
            onSelect={() => {
              refine({ sort: option.sort, order: option.order });
              close();
            }}
          >
            {option.label}
          </PopoverItem>
        ))
      }
    </Popover>
  );
}
