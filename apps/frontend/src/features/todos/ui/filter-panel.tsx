import { useId, type ReactNode } from 'react';
import type { TodoQuery } from '../../../shared/todos/todo-query';
import { Button } from '../../../shared/ui/button';
import { refine } from '../model/view';

const PRIORITIES = [
  ['', 'Any priority'],
  ['high', 'High'],
  ['medium', 'Medium'],
  ['low', 'Low'],
  ['none', 'None'],
] as const;

const DUES = [
  ['any', 'Any date'],
  ['overdue', 'Overdue'],
  ['today', 'Today'],
  ['week', 'Next 7 days'],
  ['none', 'No date'],
] as const;

const STATUSES = [
  ['open', 'Open'],
  ['done', 'Done'],
  ['all', 'Open and done'],
] as const;

/** Every way to narrow the list down, beyond the named lists. */
export function FilterPanel({ query, tags }: { readonly query: TodoQuery; readonly tags: readonly string[] }): ReactNode {
  const tagOptions = [['', 'Any tag'], ...tags.map((tag) => [tag, `#${tag}`] as const)] as const;
  return (
    <div className="grid w-60 gap-3 p-2.5">
      <Choice label="Status" value={query.status} options={STATUSES} onChoose={(status) => refine({ status: status as TodoQuery['status'] })} />
      <Choice label="Due" value={query.due} options={DUES} onChoose={(due) => refine({ due: due as TodoQuery['due'] })} />
      <Choice
        label="Priority"
        value={query.priority ?? ''}
        options={PRIORITIES}
        onChoose={(priority) => refine({ priority: priority === '' ? null : (priority as NonNullable<TodoQuery['priority']>) })}
      />
      <Choice label="Tag" value={query.tag ?? ''} options={tagOptions} onChoose={(tag) => refine({ tag: tag === '' ? null : tag })} />
      <Button small onClick={() => refine({ status: 'open', due: 'any', priority: null, tag: null, search: '' })}>
        Clear all
      </Button>
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChoose: (value: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps): ReactNode {
  const id = useId();
  return (
    <div className="grid grid-cols-[5rem_1fr] items-center">
      <label htmlFor={id} className="text-xs font-semibold text-soft">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChoose(event.target.value)}
        className="h-9 min-w-0 pointer-coarse:h-11 rounded-lg border border-line-strong bg-surface px-2 text-sm"
      >
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
