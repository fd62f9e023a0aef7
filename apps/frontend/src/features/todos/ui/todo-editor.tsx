import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button } from '../../../shared/ui/button';
import { saveEdit, takeTheirs } from '../api/save-edit';
import { useTodoActions } from '../api/use-todo-actions';
import { findFaults, type Draft } from '../model/draft';
import { editing, type Editing } from '../model/list-state';
import { ConflictNote } from './conflict-note';
import { Fault } from './fault';
import { TodoFields } from './todo-fields';

/** The form that takes the place of a row. Enter saves, Escape gives up. */
export function TodoEditor({ edit, onClose }: { readonly edit: Editing; readonly onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const { remove } = useTodoActions();
  const form = useRef<HTMLFormElement>(null);
  const title = useRef<HTMLInputElement>(null);
  const id = useId();
  const [tried, setTried] = useState(false);
  const faults = tried ? findFaults(edit.draft) : {};
  useEffect(() => {
    title.current?.focus({ preventScroll: true });
    form.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  const change = (part: Partial<Draft>): void => editing.set({ ...edit, draft: { ...edit.draft, ...part } });
  const cancel = (): void => {
    editing.set(null);
    onClose();
  };
  const save = (force = false): void => {
    setTried(true);
    if (Object.keys(findFaults(edit.draft)).length > 0) return;
    void saveEdit(client, edit, force);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>): void => {
    if (event.key === 'Escape') cancel();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <form
      ref={form}
      aria-label={`Edit ${edit.base.title}`}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      className="my-1.5 scroll-my-4 rounded-2xl max-lg:scroll-mb-20 border border-accent bg-surface p-4 shadow-float"
    >
      {edit.conflict === null ? null : <ConflictNote theirs={edit.conflict} draft={edit.draft} onKeepMine={() => save(true)} onTakeTheirs={() => takeTheirs(edit)} />}
      <label htmlFor={`${id}-title`} className="mb-1 block text-xs font-semibold text-soft">
        Title
      </label>
      <input
        id={`${id}-title`}
        ref={title}
        value={edit.draft.title}
        dir="auto"
        onChange={(event) => change({ title: event.target.value })}
        aria-invalid={faults.title !== undefined}
        autoComplete="off"
        className="h-11 w-full rounded-lg border border-line-strong bg-raised px-2.5 text-base font-medium"
      />
      <Fault>{faults.title}</Fault>
      <div className="mt-3.5">
        <TodoFields draft={edit.draft} onChange={change} faults={faults} />
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <Button tone="primary" type="submit">
          Save
        </Button>
        <Button onClick={cancel}>Cancel</Button>
        <Button
          tone="quiet"
          icon="trash"
          className="ml-auto text-buoy!"
          onClick={() => {
            editing.set(null);
            onClose();
            void remove(edit.base);
          }}
        >
          Delete
        </Button>
      </div>
    </form>
  );
}
