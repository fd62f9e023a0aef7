import { useQuery, useQueryClient } from '@tanstack/react-query';
import { routes, type Session } from '@todo-chatbot/contracts';
import type { ReactNode } from 'react';
import { describeError } from '../../../shared/api/api-error';
import { keys } from '../../../shared/api/keys';
import { request } from '../../../shared/api/request';
import { cx } from '../../../shared/lib/class-names';
import { useStore } from '../../../shared/lib/store';
import { Button } from '../../../shared/ui/button';
import { Notice } from '../../../shared/ui/notice';
import { ask, stop, turn as currentTurn, type History } from '../model/conversation';
import { ChatHeader } from './chat-header';
import { CHAT_COLUMN } from './column';
import { Composer } from './composer';
import { ConversationView } from './conversation-view';
import { Welcome } from './welcome';

/** The assistant: what was said, and where to say more. */
export function ChatPanel({ assistant }: { readonly assistant: Session['assistant'] }): ReactNode {
  const client = useQueryClient();
  const turn = useStore(currentTurn);
  const history = useQuery({
    queryKey: keys.chatHistory,
    queryFn: ({ signal }) => request<History>(routes.chatHistory, { signal }),
  });
  const messages = history.data?.messages ?? [];
  const busy = turn?.state === 'sending' || turn?.state === 'answering';
  const send = (text: string): void => void ask(client, text);
  return (
    <>
      <ChatHeader assistant={assistant} clearable={messages.length > 0 && !busy} />
      {history.isPending ? <p role="status" className="flex-1 animate-pulse p-5 text-sm text-soft">Loading the conversation…</p> : null}
      {history.isLoadingError ? (
        <div className="flex-1 overflow-y-auto">
          <Notice icon="cloudOff" title="No conversation yet" tone="bad">
            <p role="alert">What was said before could not be loaded. {describeError(history.error)}</p>
            <Button icon="retry" onClick={() => void history.refetch()}>
              Try again
            </Button>
          </Notice>
        </div>
      ) : null}
      {history.data === undefined ? null : messages.length === 0 && turn === null ? (
        <Welcome assistant={assistant} onPick={send} />
      ) : (
        <ConversationView messages={messages} turn={turn} onRetry={send} />
      )}
      <div className={cx(CHAT_COLUMN, 'pt-1 pb-3 sm:pb-4')}>
        <Composer busy={busy} onSend={send} onStop={stop} />
      </div>
    </>
  );
}
