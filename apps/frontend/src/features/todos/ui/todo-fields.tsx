import type { Priority } from '@todo-chatbot/contracts';
import { useId, type ReactNode } from 'react';
import { cx } from '../../../shared/lib/class-names';
import { quickDays } from '../../../shared/todos/due';
import type { Draft } from '../model/draft';
import { Fault } from './fault';

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
  readonly faults: Partial<Record<keyof Draft, string>>;
}

const FIELD = 'rounded-lg border border-line-strong bg-raised px-2.5 text-base sm:text-sm';
const LINE = `${FIELD} h-10 pointer-coarse:h-11`;

/** Everything of a todo but its title: notes, due date, priority, tags. */
export function TodoFields({ draft, onChange, faults }: FieldsProps): ReactNode {
  const id = useId();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5 sm:grid-cols-2">
      <div className="sm:col-span-2">
        <Label htmlFor={`${id}-notes`}>Notes</Label>
        <textarea
          id={`${id}-notes`}
          rows={2}
          value={draft.notes}
          dir="auto"
          onChange={(event) => onChange({ notes: event.target.value })}
          aria-invalid={faults.notes !== undefined}
          className={cx(FIELD, 'field-sizing-content max-h-64 min-h-16 w-full resize-y py-2')}
        />
        <Fault>{faults.notes}</Fault>
      </div>
      <DueFields id={id} draft={draft} onChange={onChange} />
      <PriorityField value={draft.priority} onChange={(priority) => onChange({ priority })} />
      <div className="sm:col-span-2">
        <Label htmlFor={`${id}-tags`}>Tags</Label>
        <input
          id={`${id}-tags`}
          value={draft.tags}
          onChange={(event) => onChange({ tags: event.target.value })}
          placeholder="home, taxes"
          autoCapitalize="none"
          aria-invalid={faults.tags !== undefined}
          className={cx(LINE, 'w-full')}
        />
        <Fault>{faults.tags}</Fault>
      </div>
    </div>
  );
}

function DueFields({ id, draft, onChange }: { readonly id: string } & Pick<FieldsProps, 'draft' | 'onChange'>): ReactNode {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs font-semibold text-soft">Due</legend>
      <div className="flex flex-wrap gap-2">
        <input
          id={`${id}-day`}
          type="date"
          aria-label="Due date"
          max="9999-12-31"
          value={draft.day}
          onChange={(event) => onChange({ day: event.target.value })}
          className={cx(LINE, 'min-w-36 flex-1')}
        />
        <input
          type="time"
          aria-label="Due time"
          value={draft.time}
          onChange={(event) => onChange({ time: event.target.value })}
          className={cx(LINE, 'w-28 max-sm:flex-1')}
        />
      </div>
      <div className="mt-2 flex flex-wrap gap-1.5">
        {quickDays(new Date()).map(({ label, day }) => (
          <QuickDay key={label} pressed={draft.day === day} onPress={() => onChange({ day })}>
            {label}
          </QuickDay>
        ))}
        {draft.day === '' && draft.time === '' ? null : (
          <QuickDay pressed={false} onPress={() => onChange({ day: '', time: '' })}>
            No date
          </QuickDay>
        )}
      </div>
    </fieldset>
  );
}

function QuickDay({ pressed, onPress, children }: { readonly pressed: boolean; readonly onPress: () => void; readonly children: ReactNode }): ReactNode {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={cx('rounded-full px-2.5 py-1 text-xs font-semibold pointer-coarse:min-h-11 pointer-coarse:px-3.5', pressed ? 'bg-accent text-accent-ink' : 'bg-sunken text-ink hover:bg-line')}
    >
      {children}
    </button>
  );
}

const PRIORITIES: readonly { value: Priority; label: string }[] = [
  { value: 'none', label: 'None' },
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
];

function PriorityField({ value, onChange }: { readonly value: Priority; readonly onChange: (priority: Priority) => void }): ReactNode {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs font-semibold text-soft">Priority</legend>
      <div className="grid h-10 grid-cols-4 rounded-lg bg-sunken p-1 pointer-coarse:h-12 pointer-coarse:p-0.5">
        {PRIORITIES.map((option) => (
          <label
            key={option.value}
            className={cx(
              'grid cursor-pointer place-items-center rounded-md text-xs font-semibold has-focus-visible:outline-2 has-focus-visible:outline-accent',
              option.value === value ? 'bg-raised text-ink shadow-card' : 'text-soft hover:text-ink',
            )}
          >
            <input type="radio" name={name} className="sr-only" checked={option.value === value} onChange={() => onChange(option.value)} />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Label({ htmlFor, children }: { readonly htmlFor: string; readonly children: ReactNode }): ReactNode {
  return (
    <label htmlFor={htmlFor} className="mb-1 block text-xs font-semibold text-soft">
      {children}
    </label>
  );
}
