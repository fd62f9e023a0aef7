import { routes } from '@todo-chatbot/contracts';
import { Suspense, useState, type ReactNode } from 'react';
import { lazyPart } from '../../../shared/lib/lazy-part';
import { ICON_BUTTON } from '../../../shared/ui/button';
import { Icon } from '../../../shared/ui/icon';
import { Popover, PopoverDownload, PopoverItem } from '../../../shared/ui/popover';
import { useTodoActions } from '../api/use-todo-actions';

const ImportDialog = lazyPart(async () => (await import('./import-dialog')).ImportDialog);

/** What is done rarely: bring in, take out, clear. */
export function MoreMenu(): ReactNode {
  const { clearDone } = useTodoActions();
  const [importing, setImporting] = useState(false);
  return (
    <>
      <Popover
        label="More"
        triggerClassName={ICON_BUTTON}
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
            <PopoverDownload href={routes.export('json')} onSelect={close}>
              <Icon name="download" size={16} /> Export as JSON
            </PopoverDownload>
            <PopoverDownload href={routes.export('csv')} onSelect={close}>
              <Icon name="download" size={16} /> Export as CSV
            </PopoverDownload>
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
