import { routes } from '@todo-chatbot/contracts';
import { Suspense, useState, type ReactNode } from 'react';
import { lazyPart } from '../../../shared/lib/lazy-part';
import { Icon } from '../../../shared/ui/icon';
import { Popover, PopoverItem } from '../../../shared/ui/popover';
import { useTodoActions } from '../api/use-todo-actions';

const ImportDialog = lazyPart(async () => (await import('./import-dialog')).ImportDialog);

const LINK = 'flex w-full items-center gap-2.5 rounded-lg px-2.5 py-2 text-left text-sm font-medium text-ink hover:bg-sunken pointer-coarse:min-h-11';

/** What is done rarely: bring in, take out, clear. */
export function MoreMenu(): ReactNode {
  const { clearDone } = useTodoActions();
  const [importing, setImporting] = useState(false);
  return (
    <>
      <Popover
        label="More"
        triggerClassName="inline-flex size-9 shrink-0 items-center justify-center rounded-lg text-soft hover:bg-sunken hover:text-ink pointer-coarse:size-11"
        trigger={<Icon name="more" />}
      >
        {(close) => (
          <div className="w-56">
            <PopoverItem
              onSelect={() => {
                close();
                setImporting(true);
              }}
            >
              <Icon name="upload" size={16} /> Import a file…
            </PopoverItem>
            <a href={routes.export('json')} download className={LINK} onClick={close}>
              <Icon name="download" size={16} /> Export as JSON
            </a>
            <a href={routes.export('csv')} download className={LINK} onClick={close}>
              <Icon name="download" size={16} /> Export as CSV
            </a>
            <hr className="my-1.5 border-line" />
            <PopoverItem
              danger
              onSelect={() => {
                close();
                void clearDone();
              }}
            >
              <Icon name="trash" size={16} /> Clear everything done
            </PopoverItem>
          </div>
        )}
      </Popover>
      <Suspense>{importing ? <ImportDialog onClose={() => setImporting(false)} /> : null}</Suspense>
    </>
  );
}
