import { useEffect, useId, useRef, useState, type ReactNode, type RefObject } from 'react';
import { cx } from '../lib/class-names';

interface PopoverProps {
  /** What is inside the button that opens the panel. */
  readonly trigger: ReactNode;
  readonly triggerClassName: string;
  /** Accessible name of the button, where its content is not words. */
  readonly label?: string;
  readonly tabIndex?: number;
  /** Builds the panel; only while it is open. */
  readonly children: (close: () => void) => ReactNode;
}

/**
 * A button with a panel that floats at it, on the browser's popover: top layer, Escape and
 * outside clicks close it, and focus returns to the button.
 */
export function Popover({ trigger, triggerClassName, label, tabIndex, children }: PopoverProps): ReactNode {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  usePlacement(open, button, panel);
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-expanded={open}
        aria-haspopup="dialog"
        {...(label === undefined ? {} : { 'aria-label': label, title: label })}
        {...(tabIndex === undefined ? {} : { tabIndex })}
        className={cx(triggerClassName, open && 'bg-sunken text-ink')}
      >
        {trigger}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label ?? 'Options'}
        onToggle={(event) => setOpen(event.newState === 'open')}
        className="fixed inset-auto m-0 max-h-[80dvh] w-max max-w-[calc(100vw-1rem)] overflow-y-auto rounded-xl border border-line bg-raised p-1.5 shadow-float"
      >
        {open ? children(() => panel.current?.hidePopover()) : null}
      </div>
    </>
  );
}

const GAP = 6;

/** Puts the panel below its button, or above it when there is no room, always inside the window. */
function usePlacement(open: boolean, button: RefObject<HTMLElement | null>, panel: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!open || button.current === null || panel.current === null) return;
    const anchor = button.current.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = panel.current;
    const below = anchor.bottom + GAP;
    const top = below + height <= innerHeight - GAP ? below : Math.max(GAP, anchor.top - GAP - height);
    const left = Math.min(Math.max(GAP, anchor.right - width), innerWidth - width - GAP);
    panel.current.style.top = `${String(top)}px`;
    panel.current.style.left = `${String(left)}px`;
    panel.current.querySelector<HTMLElement>('button, input, select, textarea, [href]')?.focus();
  }, [open, button, panel]);
}

const ITEM = 'flex w-full items-center gap-2.5 rounded-lg px-2.5 py-2 text-left text-sm font-medium hover:bg-sunken pointer-coarse:min-h-11';

interface PopoverItemProps {
  readonly onSelect: () => void;
  readonly children: ReactNode;
  readonly danger?: boolean;
  readonly pressed?: boolean;
}

/** One line of a panel that works as a list of commands. */
export function PopoverItem({ onSelect, children, danger = false, pressed }: PopoverItemProps): ReactNode {
  return (
    <button
      type="button"
      onClick={onSelect}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      className={cx(ITEM, danger ? 'text-buoy' : 'text-ink', pressed === true && 'bg-accent-soft')}
    >
      {children}
    </button>
  );
}

/** One line of such a panel that fetches a file. */
export function PopoverDownload({ href, onSelect, children }: { readonly href: string; readonly onSelect: () => void; readonly children: ReactNode }): ReactNode {
  return (
    <a href={href} download onClick={onSelect} className={cx(ITEM, 'text-ink')}>
      {children}
    </a>
  );
}
