import type { ReactNode } from 'react';
import { cx } from '../shared/lib/class-names';
import { Icon, type IconName } from '../shared/ui/icon';

export type Tab = 'todos' | 'chat';

const TABS: readonly { tab: Tab; name: string; icon: IconName }[] = [
  { tab: 'todos', name: 'Todos', icon: 'list' },
  { tab: 'chat', name: 'Assistant', icon: 'chat' },
];

/** Switches between list and assistant where there is room for one. */
export function TabBar({ tab, onChange }: { readonly tab: Tab; readonly onChange: (tab: Tab) => void }): ReactNode {
  return (
    <nav aria-label="Parts of the page" className="tab-bar fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]">
      <ul className="mx-auto grid max-w-md grid-cols-2">
        {TABS.map((one) => (
          <li key={one.tab}>
            <button
              type="button"
              aria-current={one.tab === tab ? 'page' : undefined}
              onClick={() => onChange(one.tab)}
              className={cx('flex h-15 w-full flex-col items-center justify-center gap-0.5 text-xs font-semibold low:h-11 low:flex-row low:gap-2', one.tab === tab ? 'text-accent' : 'text-soft')}
            >
              <Icon name={one.icon} size={21} />
              {one.name}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
