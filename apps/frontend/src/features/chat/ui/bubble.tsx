import type { Card, Message } from '@todo-chatbot/contracts';
import { memo, Suspense, useState, type ReactNode } from 'react';
import { copyText } from '../../../shared/lib/copy';
import { lazyPart } from '../../../shared/lib/lazy-part';
import { showToast } from '../../../shared/lib/toast';
import { IconButton } from '../../../shared/ui/button';
import { cardKey } from '../model/card-key';
import { MessageText } from './message-text';

const CardView = lazyPart(async () => (await import('./card-view')).CardView);

/** What the person said. */
export const UserBubble = memo(function UserBubble({ text, waiting = false }: { readonly text: string; readonly waiting?: boolean }): ReactNode {
  return (
    <div className={`ml-10 justify-self-end rounded-2xl rounded-br-md bg-bubble px-3.5 py-2 text-bubble-ink ${waiting ? 'opacity-70' : ''}`}>
      <span className="sr-only">You: </span>
      <p dir="auto" className="text-[0.9375rem] wrap-anywhere whitespace-pre-wrap">{text}</p>
    </div>
  );
});

interface AssistantBubbleProps {
  readonly text: string;
  readonly cards: readonly Card[];
  readonly state: Message['state'] | 'answering';
  readonly saidAt: string | null;
}

/** What the assistant said, and what it did. What was said before is not read again with every word of an answer. */
export const AssistantBubble = memo(function AssistantBubble({ text, cards, state, saidAt }: AssistantBubbleProps): ReactNode {
  return (
    <div className="group relative mr-7 grid gap-2">
      <span className="sr-only">Assistant: </span>
      {text === '' ? null : (
        <div className="text-[0.9375rem] leading-6">
          <MessageText text={text} />
        </div>
      )}
      <Suspense>
        {cards.map((card) => (
          <CardView key={cardKey(card)} card={card} saidAt={saidAt} />
        ))}
      </Suspense>
      {state === 'answering' ? <Thinking started={text !== '' || cards.length > 0} /> : null}
      {state === 'stopped' ? <p className="text-xs font-semibold text-soft">Stopped.</p> : null}
      {state === 'failed' ? <p className="text-xs font-semibold text-buoy">Not finished.</p> : null}
      {state !== 'answering' && text !== '' ? <CopyButton text={text} /> : null}
    </div>
  );
});

function Thinking({ started }: { readonly started: boolean }): ReactNode {
  return (
    <p className="flex h-6 items-center gap-1">
      <span className="sr-only">{started ? 'Still answering' : 'Thinking'}</span>
      {['', '[animation-delay:150ms]', '[animation-delay:300ms]'].map((delay) => (
        <span key={delay} aria-hidden="true" className={`size-1.5 animate-bounce rounded-full bg-accent ${delay}`} />
      ))}
    </p>
  );
}

function CopyButton({ text }: { readonly text: string }): ReactNode {
  const [copied, setCopied] = useState(false);
  return (
    <IconButton
      icon={copied ? 'check' : 'copy'}
      label={copied ? 'Copied' : 'Copy answer'}
      size={14}
      className="absolute! -top-0.5 -right-8 size-7! opacity-0 before:absolute before:-inset-2 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
      onPointerLeave={() => setCopied(false)}
      onBlur={() => setCopied(false)}
      onClick={() =>
        void copyText(text).then((done) => {
          setCopied(done);
          if (!done) showToast({ message: 'The browser did not allow copying.', tone: 'error' });
        })
      }
    />
  );
}
