import type { ReactNode } from 'react';
import { cx } from '../../../shared/lib/class-names';
import { inFigures } from '../../../shared/lib/locale';
import { useShortcuts } from '../../../shared/lib/shortcuts';
import { useStore } from '../../../shared/lib/store';
import { Icon, type IconName } from '../../../shared/ui/icon';
import { useTodoSummary } from '../api/use-todo-list';
import { openView, refine, VIEWS, viewOf, viewQuery, type View } from '../model/view';

const ICONS: Readonly<Record<(typeof VIEWS)[number]['id'], IconName>> = {
  open: 'inbox',
  today: 'sun',
  overdue: 'clock',
  week: 'calendar',
  done: 'check',
  all: 'list',
};

/** The named lists and the tags: a column on wide screens, a row of chips on narrow ones. */
export function ViewNav({ layout }: { readonly layout: 'column' | 'row' }): ReactNode {
  const query = useStore(viewQuery);
  const summary = useTodoSummary(query);
  const current = viewOf(query);
  const column = layout === 'column';
  return (
    <nav aria-label="Lists" className={column ? 'flex min-h-0 flex-col gap-6 overflow-y-auto' : 'overflow-x-auto px-4 sm:px-8'}>
      <ul className={column ? 'grid gap-0.5' : 'flex w-max gap-1.5 py-1'}>
        {VIEWS.map((view) => (
          <li key={view.id}>
            <NavButton column={column} current={current?.id === view.id} onOpen={() => openView(view)}>
              <Icon name={ICONS[view.id]} size={17} />
              {view.name}
              <Count view={view} counts={summary?.counts} column={column} />
            </NavButton>
          </li>
        ))}
      </ul>
      {column && summary !== undefined && summary.tags.length > 0 ? <Tags tags={summary.tags} current={query.tag} /> : null}
    </nav>
  );
}

/** Number keys for the named lists. */
export function useViewShortcuts(): void {
  useShortcuts(
    'Lists',
    VIEWS.map((view, index) => ({ keys: String(index + 1), label: view.name, run: () => openView(view) })),
  );
}

function Tags({ tags, current }: { readonly tags: readonly string[]; readonly current: string | null }): ReactNode {
  return (
    <section aria-labelledby="tags-heading">
      <h2 id="tags-heading" className="mb-1.5 px-2.5 text-xs font-semibold text-soft">
        Tags
      </h2>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
        {tags.map((tag) => (
          <li key={tag}>
            <NavButton column current={tag === current} onOpen={() => refine({ tag: tag === current ? null : tag })}>
              <span className="w-[17px] shrink-0 text-center text-soft">#</span>
              <span className="min-w-0 truncate" title={tag}>
                {tag}
              </span>
            </NavButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface NavButtonProps {
  readonly column: boolean;
  readonly current: boolean;
  readonly onOpen: () => void;
  readonly children: ReactNode;
}

function NavButton({ column, current, onOpen, children }: NavButtonProps): ReactNode {
  return (
    <button
      type="button"
      aria-current={current ? 'true' : undefined}
      onClick={onOpen}
      className={cx(
        'flex items-center gap-2.5 text-sm font-semibold whitespace-nowrap transition pointer-coarse:min-h-11',
        column ? 'w-full rounded-lg px-2.5 py-2' : 'rounded-full px-3 py-1.5',
        current ? 'bg-accent-soft text-accent' : column ? 'text-ink hover:bg-sunken' : 'bg-sunken text-ink',
      )}
    >
      {children}
    </button>
  );
}

interface CountProps {
  readonly view: View;
  readonly counts: Readonly<Record<'all' | 'open' | 'done' | 'overdue', number>> | undefined;
  readonly column: boolean;
}

function Count({ view, counts, column }: CountProps): ReactNode {
  const count = view.id in (counts ?? {}) ? counts?.[view.id as keyof typeof counts] : undefined;
  if (count === undefined || count === 0) return null;
  const urgent = view.id === 'overdue';
  return (
    <span className={cx('text-xs tabular-nums', column && 'ml-auto', urgent ? 'rounded-full bg-buoy-soft px-2 py-0.5 font-bold text-buoy' : 'text-soft')}>
      {inFigures(count)}
    </span>
  );
}
