import type { Todo } from '@todo-chatbot/contracts';
import type { ReactNode } from 'react';
import { cx } from '../../../shared/lib/class-names';
import { describeDueInFull } from '../../../shared/todos/due';
import { Button } from '../../../shared/ui/button';
import { toDraft, type Draft } from '../model/draft';

/** What the form calls its fields, and which parts of a draft each holds. */
const FIELDS: readonly { readonly name: string; readonly parts: readonly (keyof Draft)[]; readonly show: (todo: Todo) => string }[] = [
  { name: 'Title', parts: ['title'], show: (todo) => todo.title },
  { name: 'Notes', parts: ['notes'], show: (todo) => todo.notes },
  { name: 'Due', parts: ['day', 'time'], show: ({ due }) => (due === null ? '' : describeDueInFull(due)) },
  { name: 'Priority', parts: ['priority'], show: (todo) => todo.priority },
  { name: 'Tags', parts: ['tags'], show: (todo) => todo.tags.join(', ') },
];

interface ConflictNoteProps {
  /** The todo as somebody else left it. */
  readonly theirs: Todo;
  readonly draft: Draft;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
}

/** Somebody changed the same fields meanwhile: what they say now, and whose words stay. */
export function ConflictNote({ theirs, draft, onKeepMine, onTakeTheirs }: ConflictNoteProps): ReactNode {
  const stored = toDraft(theirs);
  const differing = FIELDS.filter(({ parts }) => parts.some((part) => stored[part] !== draft[part]));
  return (
    <div role="alert" className="mb-4 rounded-xl bg-amber-soft p-3.5 text-sm">
      <p className="font-semibold">This todo was changed elsewhere while you were editing. It says now:</p>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
        {differing.map(({ name, show }) => (
          <div key={name} className="contents">
            <dt className="text-soft">{name}</dt>
            <dd dir="auto" className={cx('wrap-anywhere whitespace-pre-wrap', show(theirs) === '' && 'text-soft italic')}>
              {show(theirs) || 'empty'}
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-3 flex gap-2">
        <Button small tone="primary" onClick={onKeepMine}>
          Keep mine
        </Button>
        <Button small onClick={onTakeTheirs}>
          Take theirs
        </Button>
      </div>
    </div>
  );
}
