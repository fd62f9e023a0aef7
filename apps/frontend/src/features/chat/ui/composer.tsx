import { useRef, useState, type MouseEvent, type ReactNode } from 'react';
import { useShortcuts } from '../../../shared/lib/shortcuts';
import { IconButton } from '../../../shared/ui/button';

/** The most characters the API takes. */
const MESSAGE_MAX = 2000;
const SHOW_COUNT_FROM = 1800;

interface ComposerProps {
  readonly busy: boolean;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
}

/** Where a message is written. Enter sends, Shift+Enter breaks the line, Escape stops the answer. */
export function Composer({ busy, onSend, onStop }: ComposerProps): ReactNode {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useShortcuts('Anywhere', [{ keys: 'c', label: 'Write to the assistant', run: () => field.current?.focus() }]);
  const length = text.trim().length;
  const tooLong = length > MESSAGE_MAX;
  const send = (): void => {
    if (busy || length === 0 || tooLong) return;
    onSend(text.trim());
    setText('');
    field.current?.focus();
  };
  const stop = (event: MouseEvent): void => {
    // It stands where "Send" stood: the second half of a double click is not meant for it.
    if (event.detail > 1) return;
    onStop();
    field.current?.focus();
  };
  return (
    <form
      aria-label="Message to the assistant"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="rounded-2xl border border-line-strong bg-raised p-1.5 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent"
    >
      {/* A press on a button leaves the focus in the field: a keyboard on the screen would close, and the button move from under the finger. */}
      <div
        className="flex items-end gap-1"
        onMouseDown={(event) => {
          if (event.target !== field.current) event.preventDefault();
        }}
      >
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && busy) onStop();
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
          aria-label="Message"
          aria-invalid={tooLong}
          placeholder="Ask, or say what to do…"
          enterKeyHint="send"
          className="field-sizing-content max-h-40 min-h-10 min-w-0 pointer-coarse:min-h-11 flex-1 resize-none bg-transparent px-2.5 py-2 text-base outline-none sm:text-[0.9375rem]"
        />
        {busy ? (
          <IconButton icon="stop" label="Stop" className="size-10 rounded-xl pointer-coarse:size-11 bg-ink! text-canvas!" onClick={stop} />
        ) : (
          <IconButton icon="send" label="Send" type="submit" disabled={length === 0 || tooLong} className="size-10 rounded-xl pointer-coarse:size-11 bg-accent! text-accent-ink!" />
        )}
      </div>
      {length < SHOW_COUNT_FROM ? null : (
        <p role={tooLong ? 'alert' : undefined} className={`px-2.5 pb-1 text-xs font-semibold ${tooLong ? 'text-buoy' : 'text-soft'}`}>
          {tooLong ? `${String(length - MESSAGE_MAX)} characters too many: shorten it or send it in parts.` : `${String(MESSAGE_MAX - length)} characters left`}
        </p>
      )}
    </form>
  );
}
