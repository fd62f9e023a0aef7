import { useQueryClient } from '@tanstack/react-query';
import type { Session } from '@todo-chatbot/contracts';
import { Suspense, useEffect, useState, type ReactNode } from 'react';
import { ChatPanel } from '../features/chat/ui/chat-panel';
import { LiveNotice } from '../features/live/live-notice';
import { useLiveUpdates } from '../features/live/use-live-updates';
import { Account } from '../features/session/account';
import { TodosPanel } from '../features/todos/ui/todos-panel';
import { ViewNav } from '../features/todos/ui/view-nav';
import { cx } from '../shared/lib/class-names';
import { lazyPart } from '../shared/lib/lazy-part';
import { useShortcuts } from '../shared/lib/shortcuts';
import { useStore } from '../shared/lib/store';
import { useMediaQuery } from '../shared/lib/use-media-query';
import { revealed } from '../shared/todos/reveal';
import { undoLatest } from '../shared/todos/undo';
import { IconButton } from '../shared/ui/button';
import { Brand } from './brand';
import { TabBar, type Tab } from './tab-bar';
import { ThemePicker } from './theme-picker';

const ShortcutSheet = lazyPart(async () => (await import('./shortcut-sheet')).ShortcutSheet);

/** Three columns on wide screens: lists, todos, assistant. On narrow ones, one at a time. */
export function Shell({ session }: { readonly session: Session }): ReactNode {
  const client = useQueryClient();
  const wide = useMediaQuery('(min-width: 64rem)');
  const [tab, setTab] = useState<Tab>('todos');
  const [help, setHelp] = useState(false);
  const { ready } = useLiveUpdates();
  useShortcuts('Anywhere', [
    { keys: '?', label: 'Show these shortcuts', run: () => setHelp(true) },
    { keys: 'Mod+z', label: 'Undo the last change', run: () => undoLatest(client) },
  ]);
  useTabOfRevealed(setTab);

  const settings = (
    <div className="flex items-center gap-1">
      <ThemePicker />
      <IconButton icon="keyboard" label="Keyboard shortcuts" onClick={() => setHelp(true)} />
    </div>
  );
  return (
    <div className="flex h-full flex-col">
      <LiveNotice />
      {wide ? null : (
        <header className="flex items-center justify-between gap-2 px-4 py-2.5 sm:px-8">
          <Brand />
          {settings}
        </header>
      )}
      <div className="flex min-h-0 flex-1">
        {wide ? (
          <aside aria-label="Lists and settings" className="flex w-60 shrink-0 flex-col gap-7 px-4 py-6">
            <div className="px-2.5">
              <Brand />
            </div>
            <div className="flex min-h-0 flex-1 flex-col">{ready ? <ViewNav layout="column" /> : null}</div>
            <div className="grid gap-3 px-2.5">
              <Account session={session} />
              {settings}
            </div>
          </aside>
        ) : null}
        <main className="flex min-w-0 flex-1">
          <section aria-label="Todos" className={cx('min-w-0 flex-1 flex-col lg:border-x lg:border-line', wide || tab === 'todos' ? 'flex' : 'hidden')}>
            {ready ? <TodosPanel chips={!wide} /> : null}
          </section>
          <section
            aria-label="Assistant"
            className={cx('min-w-0 flex-1 flex-col bg-surface pb-[calc(3.75rem+env(safe-area-inset-bottom))] lg:w-96 lg:flex-none lg:pb-0 xl:w-[26rem]', wide || tab === 'chat' ? 'flex' : 'hidden')}
          >
            {ready ? <ChatPanel assistant={session.assistant} /> : null}
          </section>
        </main>
      </div>
      {wide ? null : <TabBar tab={tab} onChange={setTab} />}
      <Suspense>{help ? <ShortcutSheet onClose={() => setHelp(false)} /> : null}</Suspense>
    </div>
  );
}

/** Asking for a todo from the chat leads to the list. */
function useTabOfRevealed(setTab: (tab: Tab) => void): void {
  const wish = useStore(revealed);
  useEffect(() => {
    if (wish !== null) setTab('todos');
  }, [wish, setTab]);
}
