import type { ReactNode } from 'react';
import { cx } from '../lib/class-names';
import { Icon, type IconName } from './icon';

interface NoticeProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly tone?: 'calm' | 'bad';
  /** Is this all there is on the page? */
  readonly alone?: boolean;
}

/** What fills a place that has nothing (or nothing good) to show: why, and what to do next. */
export function Notice({ icon, title, children, tone = 'calm', alone = false }: NoticeProps): ReactNode {
  const Heading = alone ? 'h1' : 'h3';
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
      <Heading className="font-display text-2xl italic">{title}</Heading>
      <div className="flex flex-col items-center gap-3 text-sm text-soft">{children}</div>
    </div>
  );
}
