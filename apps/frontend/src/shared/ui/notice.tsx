import type { ReactNode } from 'react';
import { cx } from '../lib/class-names';
import { Icon, type IconName } from './icon';

interface NoticeProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly tone?: 'calm' | 'bad';
}

/** What fills a place that has nothing (or nothing good) to show: why, and what to do next. */
export function Notice({ icon, title, children, tone = 'calm' }: NoticeProps): ReactNode {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center gap-3 px-6 py-12 text-center">
      <span
        className={cx(
          'grid size-14 place-items-center rounded-2xl',
          tone === 'bad' ? 'bg-buoy-soft text-buoy' : 'bg-accent-soft text-accent',
        )}
      >
        <Icon name={icon} size={26} />
      </span>
      <h3 className="font-display text-2xl italic">{title}</h3>
      <div className="flex flex-col items-center gap-3 text-sm text-soft">{children}</div>
    </div>
  );
}
