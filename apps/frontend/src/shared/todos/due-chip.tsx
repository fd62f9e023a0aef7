import type { ReactNode } from 'react';
import { cx } from '../lib/class-names';
import { Icon } from '../ui/icon';
import { describeDue, describeDueInFull, dueTone } from './due';

const TONES = { overdue: 'text-buoy', today: 'text-accent', later: 'text-soft' } as const;

/** When a todo is due; what is overdue says so in colour, sign and word, unless it is done. */
export function DueChip({ due, done, now }: { readonly due: string; readonly done: boolean; readonly now: Date }): ReactNode {
  const tone = done ? 'later' : dueTone(due, now);
  const short = describeDue(due, now);
  const full = describeDueInFull(due);
  return (
    <time dateTime={due} title={full} className={cx('inline-flex shrink-0 items-center gap-1 font-semibold whitespace-nowrap', TONES[tone])}>
      <Icon name={tone === 'overdue' ? 'alert' : 'calendar'} size={14} />
      <span aria-hidden="true">
        {short}
        {tone === 'overdue' ? ', overdue' : null}
      </span>
      <span className="sr-only">
        {tone === 'overdue' ? 'Overdue' : 'Due'} {short}: {full}
      </span>
    </time>
  );
}
