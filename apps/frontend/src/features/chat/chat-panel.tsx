import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { chatEventSchema, routes, type Card, type Change, type Confirmation, type Message, type Session } from '@todo-chatbot/contracts';
import { useState, type FormEvent, type ReactNode } from 'react';
import { request, send } from '../../shared/api/request';
import { readServerSentEvents } from '../../shared/api/server-sent-events';
import { Button } from '../../shared/ui/button';

const HISTORY = ['chat'];

/** The conversation with the assistant. */
export function ChatPanel(): ReactNode {
  const history = useQuery({ queryKey: HISTORY, queryFn: ({ signal }) => request<{ messages: Message[] }>(routes.chatHistory, { signal }) });
  const session = useQuery({ queryKey: ['session'], queryFn: ({ signal }) => request<Session>(routes.session, { signal }) });
  const [partial, setPartial] = useState<string>();
  return (
    <section aria-labelledby="chat-heading" className="flex min-h-0 flex-col gap-4 rounded-2xl bg-surface p-5 shadow-card">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="chat-heading" className="font-display text-2xl">Assistant</h2>
        <p className="text-sm text-soft">{session.data?.assistant.name}</p>
      </div>
      <div role="log" aria-label="Conversation" tabIndex={0} className="flex min-h-0 grow flex-col gap-3 overflow-y-auto">
        {history.data?.messages.length === 0 ? <p className="text-soft">Try “remind me to call mum tomorrow at 5”.</p> : null}
        {history.data?.messages.map((message) => <Bubble key={message.id} message={message} />)}
        {partial === undefined ? null : <p className="whitespace-pre-wrap text-soft">{partial || '…'}</p>}
      </div>
      <Composer busy={partial !== undefined} onPartial={setPartial} />
    </section>
  );
}

function Composer({ busy, onPartial }: { readonly busy: boolean; onPartial(text: string | undefined): void }): ReactNode {
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [failure, setFailure] = useState('');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const message = text.trim();
    if (message === '' || busy) return;
    setText('');
    setFailure('');
    onPartial('');
    try {
      setFailure((await converse(message, onPartial)) ?? '');
    } catch {
      setFailure('The message could not be sent.');
    } finally {
      onPartial(undefined);
      await client.invalidateQueries();
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-2">
      {failure === '' ? null : <p role="alert" className="text-sm text-buoy">{failure}</p>}
      <div className="flex gap-2">
        <label className="sr-only" htmlFor="chat-message">Message</label>
        <input id="chat-message" value={text} onChange={(event) => setText(event.target.value)} maxLength={2000} autoComplete="off" placeholder="Tell me what to do" className="h-10 min-w-0 grow rounded-lg bg-raised px-3 ring-1 ring-line-strong ring-inset" />
        <Button type="submit" tone="primary" disabled={busy}>Send</Button>
      </div>
    </form>
  );
}

/** Sends a message and shows the answer as it arrives; gives the reason when there was none. */
async function converse(message: string, onPartial: (text: string) => void): Promise<string | undefined> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { body } = await send(routes.chat, { method: 'POST', json: { message, timeZone } });
  let text = '';
  if (body === null) return undefined;
  for await (const { data } of readServerSentEvents(body)) {
    const event = chatEventSchema.parse(JSON.parse(data));
    if (event.type === 'error') return event.detail;
    if (event.type === 'text') onPartial((text += event.delta));
  }
  return undefined;
}

function Bubble({ message }: { readonly message: Message }): ReactNode {
  const own = message.role === 'user';
  return (
    <article aria-label={own ? 'You' : 'Assistant'} className={own ? 'self-end rounded-2xl bg-accent-soft px-3.5 py-2' : 'flex flex-col gap-2'}>
      {message.text === '' ? null : <p className="whitespace-pre-wrap">{message.text.replaceAll('**', '')}</p>}
      {message.cards.map((card, index) => <CardView key={index} card={card} />)}
    </article>
  );
}

function CardView({ card }: { readonly card: Card }): ReactNode {
  const box = 'flex flex-wrap items-center justify-between gap-2 rounded-lg bg-raised px-3 py-2 text-sm ring-1 ring-line ring-inset';
  if (card.kind === 'action') return <div className={box}><span>{card.change.summary}</span><Undo change={card.change} /></div>;
  if (card.kind === 'confirmation') return <ConfirmationView card={card} box={box} />;
  return <ul className={box}>{card.todos.map((todo) => <li key={todo.id} className="w-full">{todo.title}</li>)}</ul>;
}

function Undo({ change }: { readonly change: Change }): ReactNode {
  const client = useQueryClient();
  const undo = useMutation({ mutationFn: () => request<Change>(routes.undo(change.undoId), { method: 'POST' }), onSettled: () => client.invalidateQueries() });
  return <Button small disabled={undo.isPending || undo.isSuccess || undo.isError} onClick={() => undo.mutate()}>{undo.isSuccess ? 'Undone' : undo.isError ? 'Too late' : 'Undo'}</Button>;
}

function ConfirmationView({ card, box }: { readonly card: Confirmation; readonly box: string }): ReactNode {
  const client = useQueryClient();
  const decide = useMutation({ mutationFn: (decision: 'approve' | 'deny') => request(routes.confirmation(card.id), { method: 'POST', json: { decision } }), onSettled: () => client.invalidateQueries() });
  return (
    <div className={box}>
      <strong className="w-full">{card.summary}</strong>
      <ul className="w-full">{card.changes.map(({ todoId, title, description }) => <li key={todoId}>{title}: {description}</li>)}</ul>
      {card.state === 'pending' ? (
        <span className="flex gap-2">
          <Button small tone="danger" onClick={() => decide.mutate('approve')}>Yes</Button>
          <Button small onClick={() => decide.mutate('deny')}>No</Button>
        </span>
      ) : <span className="text-soft">{card.state}</span>}
    </div>
  );
}
