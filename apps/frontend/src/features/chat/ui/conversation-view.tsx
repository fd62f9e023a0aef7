import type { Message } from '@todo-chatbot/contracts';
import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { cx } from '../../../shared/lib/class-names';
import { Button } from '../../../shared/ui/button';
import type { Turn } from '../model/turn';
import { AssistantBubble, UserBubble } from './bubble';
import { CHAT_COLUMN } from './column';

interface ConversationProps {
  readonly messages: readonly Message[];
  readonly turn: Turn | null;
  readonly onRetry: (question: string) => void;
}

/** How far from the end, in pixels, still counts as reading the newest. */
const NEAR_END = 80;

/** What was said so far; follows the newest words unless somebody scrolled up to read. */
export function ConversationView({ messages, turn, onRetry }: ConversationProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  useEffect(() => followEnd({ scroller, content, following }), []);
  const asking = turn?.state === 'sending';
  useEffect(() => {
    // Whoever asks wants to see the answer, wherever they were reading.
    if (asking) following.current = true;
  }, [asking]);
  const known = new Set(messages.map((message) => message.id));
  const failedQuestion = questionToRetry(messages, turn);
  return (
    <div
      ref={scroller}
      role="log"
      aria-live="off"
      aria-label="Conversation"
      tabIndex={0}
      onScroll={({ currentTarget: box }) => {
        following.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
      }}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain py-4"
    >
      <div ref={content} className={cx(CHAT_COLUMN, 'grid grid-cols-[minmax(0,1fr)] gap-4')}>
        {messages.map((message) =>
          message.role === 'user' ? (
            <UserBubble key={message.id} text={message.text} />
          ) : (
            <AssistantBubble key={message.id} text={message.text} cards={message.cards} state={message.state} saidAt={message.createdAt} />
          ),
        )}
        {turn === null ? null : <TurnView turn={turn} known={known} />}
        {failedQuestion === undefined ? null : <RetryNote fault={faultToTell(turn, known)} onRetry={() => onRetry(failedQuestion)} />}
      </div>
    </div>
  );
}

interface Following {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly content: RefObject<HTMLElement | null>;
  readonly following: RefObject<boolean>;
}

/** Cards and markdown come later than the words around them, and the panel may be hidden: so sizes are watched. */
function followEnd({ scroller, content, following }: Following): () => void {
  const observer = new ResizeObserver(() => {
    if (following.current && scroller.current !== null) scroller.current.scrollTop = scroller.current.scrollHeight;
  });
  for (const { current } of [scroller, content]) if (current !== null) observer.observe(current);
  return () => observer.disconnect();
}

/** What of the current turn the history does not have yet. */
function TurnView({ turn, known }: { readonly turn: Turn; readonly known: ReadonlySet<string> }): ReactNode {
  const asked = turn.userMessage !== null && known.has(turn.userMessage.id);
  const answered = turn.messageId !== null && known.has(turn.messageId);
  return (
    <>
      {asked ? null : <UserBubble text={turn.question} waiting={turn.state === 'sending'} />}
      {answered ? null : <AssistantBubble text={turn.text} cards={turn.cards} saidAt={null} state={turn.state === 'sending' ? 'answering' : turn.state} />}
    </>
  );
}

function RetryNote({ fault, onRetry }: { readonly fault: string | undefined; readonly onRetry: () => void }): ReactNode {
  return (
    <div className="grid justify-items-start gap-2">
      {fault === undefined ? null : (
        <p role="alert" className="rounded-xl bg-buoy-soft px-3 py-2 text-sm font-medium">
          {fault}
        </p>
      )}
      <Button small icon="retry" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}

/** Why the answer failed, unless the history has it: what is kept of a failed answer says why itself. */
function faultToTell(turn: Turn | null, known: ReadonlySet<string>): string | undefined {
  if (turn?.state !== 'failed' || (turn.messageId !== null && known.has(turn.messageId))) return undefined;
  return turn.fault ?? 'The assistant could not answer.';
}

/** The question whose answer did not come to its end, if that is the last thing that happened. */
function questionToRetry(messages: readonly Message[], turn: Turn | null): string | undefined {
  if (turn !== null) return turn.state === 'stopped' || turn.state === 'failed' ? turn.question : undefined;
  const last = messages.at(-1);
  if (last?.role !== 'assistant' || last.state !== 'failed') return undefined;
  return messages.findLast((message) => message.role === 'user')?.text;
}
