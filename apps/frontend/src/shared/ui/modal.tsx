import { useEffect, useId, useRef, type ReactNode } from 'react';
import { cx } from '../lib/class-names';
import { IconButton } from './button';

interface ModalProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly wide?: boolean;
}

/**
 * A modal dialog on the browser's own `<dialog>`: it traps focus, closes on Escape, makes the rest
 * inert and gives focus back, without injecting styles that the content security policy refuses.
 */
export function Modal({ title, onClose, children, wide = false }: ModalProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const pressed = useRef<EventTarget>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        pressed.current = event.target;
      }}
      onClick={(event) => {
        // Beside the dialog, and from the beginning: marking text in it may end outside.
        if (event.target === dialog.current && pressed.current === dialog.current) onClose();
      }}
      className={cx('m-auto w-[calc(100vw-2rem)] rounded-2xl bg-surface shadow-float', wide ? 'max-w-2xl' : 'max-w-md')}
    >
      <div className="flex max-h-[calc(100dvh-4rem)] flex-col">
        <div className="flex items-center justify-between gap-4 border-b border-line py-3 pr-3 pl-5">
          <h2 id={heading} className="text-lg font-semibold">
            {title}
          </h2>
          <IconButton icon="close" label="Close" onClick={onClose} />
        </div>
        <div className="overflow-y-auto p-5">{children}</div>
      </div>
    </dialog>
  );
}
