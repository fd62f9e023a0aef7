import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ChatPanel } from '../features/chat/chat-panel';
import { useLiveUpdates } from '../features/live/use-live-updates';
import { TodoPanel } from '../features/todos/ui/todo-panel';
import { createQueryClient } from '../shared/api/query-client';
import { Brand } from './brand';
import { ThemePicker } from './theme-picker';

const client = createQueryClient();

export function App(): ReactNode {
  return (
    <QueryClientProvider client={client}>
      <Page />
    </QueryClientProvider>
  );
}

function Page(): ReactNode {
  useLiveUpdates();
  return (
    <div className="mx-auto flex min-h-dvh max-w-6xl flex-col gap-4 p-4 lg:h-dvh">
      <header className="flex items-center justify-between gap-4">
        <Brand />
        <ThemePicker />
      </header>
      <main className="grid min-h-0 grow gap-4 lg:grid-cols-[3fr_2fr]">
        <TodoPanel />
        <ChatPanel />
      </main>
    </div>
  );
}
