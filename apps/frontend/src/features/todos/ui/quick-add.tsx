import { Suspense, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { lazyPart } from '../../../shared/lib/lazy-part';
import { useShortcuts } from '../../../shared/lib/shortcuts';
import { useStore } from '../../../shared/lib/store';
import { Button } from '../../../shared/ui/button';
import { Icon } from '../../../shared/ui/icon';
import { useTodoActions } from '../api/use-todo-actions';
import { EMPTY_DRAFT, findFaults, fromDraft, type Draft } from '../model/draft';
import { newDraft, savingTitles } from '../model/list-state';
import { Fault } from './fault';

const TodoFields = lazyPart(async () => (await import('./todo-fields')).TodoFields);

/** One line for a new todo; its details fold out on demand. */
export function QuickAdd(): ReactNode {
  const draft = useStore(newDraft);
  const saving = useStore(savingTitles);
  const [open, setOpen] = useState(false);
  const [tried, setTried] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { create } = useTodoActions();
  useShortcuts('Anywhere', [{ keys: 'n', label: 'New todo', run: () => input.current?.focus() }]);

  const faults = tried ? findFaults(draft) : {};
  const change = (part: Partial<Draft>): void => newDraft.set((previous) => ({ ...previous, ...part }));
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(findFaults(draft)).length > 0) {
      if (draft.title.trim() !== '') setOpen(true);
      input.current?.focus();
      return;
    }
    newDraft.set(EMPTY_DRAFT);
    setTried(false);
    const stored = await create(fromDraft(draft, { now: new Date() }));
    // What was typed comes back when it could not be stored, unless something new was begun.
    if (!stored) newDraft.set((current) => (current === EMPTY_DRAFT ? draft : current));
  };

  return (
    <form
      onSubmit={(event) => void submit(event)}
      aria-label="New todo"
      className="rounded-2xl border border-line bg-surface shadow-card transition focus-within:border-accent"
    >
      <div className="flex items-center gap-2 py-1.5 pr-1.5 pl-4">
        <span className="text-accent">
          <Icon name="plus" size={20} />
        </span>
        <input
          ref={input}
          value={draft.title}
          onChange={(event) => change({ title: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
          dir="auto"
          aria-label="Title of the new todo"
          aria-invalid={faults.title !== undefined}
          placeholder="What needs doing?"
          enterKeyHint="done"
          autoComplete="off"
          className="h-10 min-w-0 flex-1 bg-transparent text-base text-ellipsis outline-none pointer-coarse:h-11"
        />
        <Button tone="quiet" small aria-expanded={open} onClick={() => setOpen(!open)} className="max-sm:w-11 max-sm:px-0">
          <span className="max-sm:sr-only">Details</span>
          <span className={open ? 'rotate-180' : ''}>
            <Icon name="chevronDown" size={16} />
          </span>
        </Button>
        <Button tone="primary" type="submit" className="rounded-xl">
          Add
        </Button>
      </div>
      {faults.title === undefined ? null : (
        <div className="px-4 pb-2.5">
          <Fault>{faults.title}</Fault>
        </div>
      )}
      {open ? (
        <div className="border-t border-line p-4">
          <Suspense>
            <TodoFields draft={draft} onChange={change} faults={faults} />
          </Suspense>
        </div>
      ) : null}
      {saving.length === 0 ? null : (
        <p className="border-t border-line px-4 py-2 text-sm wrap-anywhere text-soft">Saving {saving.map((title) => `“${title}”`).join(', ')} …</p>
      )}
    </form>
  );
}
