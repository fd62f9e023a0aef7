import type { ReactNode } from 'react';
import { cx } from '../../../shared/lib/class-names';
import { describeDue, dueTone } from '../../../shared/todos/due';
import { Icon } from '../../../shared/ui/icon';

const TONES = { overdue: 'text-buoy', today: 'text-accent', later: 'text-soft' } as const;

/** When a todo is due, coloured by how near that is unless it is done. */
export function DueChip({ due, done, now }: { readonly due: string; readonly done: boolean; readonly now: Date }): ReactNode {
  const tone = done ? 'later' : dueTone(due, now);
  return (
    <time dateTime={due} className={cx('inline-flex items-center gap-1 font-semibold', TONES[tone])}>
      <Icon name="calendar" size={14} />
      {tone === 'overdue' ? <span className="sr-only">Overdue: </span> : null}
      {describeDue(due, now)}
    </time>
  );
}
