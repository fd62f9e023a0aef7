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
import { redoLatest, undoLatest } from '../shared/todos/undo';
import { ICON_BUTTON, IconButton } from '../shared/ui/button';
import { Icon } from '../shared/ui/icon';
import { Popover } from '../shared/ui/popover';
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
    { keys: 'Mod+Shift+z', label: 'Redo what was undone', run: () => redoLatest(client) },
  ]);
  useTabOfRevealed(setTab);

  const parts: AroundProps = { session, onHelp: () => setHelp(true) };
  return (
    <div data-tab={wide ? undefined : tab} className="flex h-full flex-col">
      <LiveNotice />
      {wide ? null : <TopBar {...parts} />}
      <div className="flex min-h-0 flex-1">
        {wide ? <SideBar {...parts}>{ready ? <ViewNav layout="column" /> : null}</SideBar> : null}
        <main className="flex min-w-0 flex-1">
          <Panel name="Todos" shown={wide || tab === 'todos'} className="lg:border-x lg:border-line">
            {ready ? <TodosPanel chips={!wide} /> : null}
          </Panel>
          <Panel name="Assistant" shown={wide || tab === 'chat'} className="bg-surface pb-[calc(var(--tab-bar)+env(safe-area-inset-bottom))] lg:w-96 lg:flex-none lg:pb-0 xl:w-[26rem]">
            {ready ? <ChatPanel assistant={session.assistant} /> : null}
          </Panel>
        </main>
      </div>
      {wide ? null : <TabBar tab={tab} onChange={setTab} />}
      <Suspense>{help ? <ShortcutSheet onClose={() => setHelp(false)} /> : null}</Suspense>
    </div>
  );
}

interface PanelProps {
  readonly name: string;
  readonly shown: boolean;
  readonly className: string;
  readonly children: ReactNode;
}

/** One of the two halves; hidden rather than gone, so that what is typed there stays. */
function Panel({ name, shown, className, children }: PanelProps): ReactNode {
  return (
    <section aria-label={name} className={cx('min-w-0 flex-1 flex-col', shown ? 'flex' : 'hidden', className)}>
      {children}
    </section>
  );
}

interface AroundProps {
  readonly session: Session;
  readonly onHelp: () => void;
}

/** Where there is room: the name, the lists, whose they are, settings. */
function SideBar({ session, onHelp, children }: AroundProps & { readonly children: ReactNode }): ReactNode {
  return (
    <aside aria-label="Lists and settings" className="flex w-60 shrink-0 flex-col gap-7 px-4 py-6">
      <div className="px-2.5">
        <Brand />
      </div>
      <div className="flex min-h-0 flex-1 flex-col">{children}</div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-2.5">
        <Account session={session} />
        <Settings onHelp={onHelp} />
      </div>
    </aside>
  );
}

/** Where there is not: the name, and the rest behind a button. */
function TopBar({ session, onHelp }: AroundProps): ReactNode {
  return (
    <header className="flex items-center justify-between gap-2 px-4 py-2 sm:px-8 low:py-0.5">
      <Brand />
      <Popover
        label="Account and settings"
        triggerClassName={ICON_BUTTON}
        trigger={<Icon name="user" size={20} />}
      >
        {(close) => (
          <div className="grid w-64 grid-cols-[minmax(0,1fr)] gap-3 p-2.5">
            <Account session={session} />
            <Settings
              onHelp={() => {
                close();
                onHelp();
              }}
            />
          </div>
        )}
      </Popover>
    </header>
  );
}

function Settings({ onHelp }: { readonly onHelp: () => void }): ReactNode {
  return (
    <div className="flex items-center gap-1">
      <ThemePicker />
      <IconButton icon="keyboard" label="Keyboard shortcuts" onClick={onHelp} />
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
