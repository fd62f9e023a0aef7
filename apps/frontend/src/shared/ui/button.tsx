import type { ComponentProps, ReactNode } from 'react';
import { cx } from '../lib/class-names';
import { Icon, type IconName } from './icon';

const TONES = {
  primary: 'bg-accent text-accent-ink hover:brightness-110 active:brightness-95',
  danger: 'bg-buoy text-buoy-ink hover:brightness-110 active:brightness-95',
  plain: 'bg-raised text-ink ring-1 ring-inset ring-line hover:ring-line-strong',
  quiet: 'text-soft hover:bg-sunken hover:text-ink',
} as const;

export type ButtonTone = keyof typeof TONES;

interface ButtonProps extends ComponentProps<'button'> {
  readonly tone?: ButtonTone;
  readonly icon?: IconName;
  readonly small?: boolean;
}

/** A button with words. Not a submit button unless told so. */
export function Button({ tone = 'plain', icon, small = false, className, children, ...rest }: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={cx(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-lg font-semibold whitespace-nowrap transition select-none disabled:opacity-50',
        small ? 'h-8 px-2.5 text-[0.8125rem]' : 'h-10 px-3.5 text-sm',
        'pointer-coarse:h-11 pointer-coarse:min-w-11',
        TONES[tone],
        className,
      )}
    >
      {icon === undefined ? null : <Icon name={icon} size={small ? 15 : 17} />}
      {children}
    </button>
  );
}

/** The look of a button that shows only an icon. */
export const ICON_BUTTON =
  'inline-flex size-9 shrink-0 items-center justify-center rounded-lg text-soft transition hover:bg-sunken hover:text-ink disabled:opacity-40 pointer-coarse:size-11';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: IconName;
  /** The accessible name, also shown as a hint. */
  readonly label: string;
  readonly size?: number;
}

/** A button that shows only an icon. */
export function IconButton({ icon, label, size = 18, className, ...rest }: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className={cx(ICON_BUTTON, className)}
    >
      <Icon name={icon} size={size} />
    </button>
  );
}
