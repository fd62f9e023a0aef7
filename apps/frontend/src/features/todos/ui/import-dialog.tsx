import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { ImportResult } from '@todo-chatbot/contracts';
import { useId, useRef, useState, type ReactNode } from 'react';
import { describeError } from '../../../shared/api/api-error';
import { cx } from '../../../shared/lib/class-names';
import { inFigures, readersLocale } from '../../../shared/lib/locale';
import { showToast } from '../../../shared/lib/toast';
import { offerUndo } from '../../../shared/todos/undo';
import { Button } from '../../../shared/ui/button';
import { Modal } from '../../../shared/ui/modal';
import { IMPORT_BYTES_MAX, importTodos } from '../api/import-todos';

/** Nothing came of the file that was chosen last. */
interface Failed {
  readonly step: 'failed';
  readonly fault: string;
}
interface Done {
  readonly step: 'done';
  readonly result: ImportResult;
}
type Progress = { readonly step: 'choose' } | { readonly step: 'sending'; readonly name: string } | Failed | Done;

/** Brings todos in from a file, and says which rows it could not take, and why. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const [progress, setProgress] = useState<Progress>({ step: 'choose' });
  const closed = useRef(false);
  const arrive = (next: Done | Failed): void => {
    if (!closed.current) setProgress(next);
    else if (next.step === 'done') sayDone(client, next.result);
    else showToast({ message: next.fault, tone: 'error' });
  };
  const take = async (file: File): Promise<void> => {
    if (file.size > IMPORT_BYTES_MAX) {
      const [most, size] = [megabytes(IMPORT_BYTES_MAX), megabytes(file.size)];
      arrive({ step: 'failed', fault: `“${file.name}” is too large: a file may have ${most}, this one has ${size}. Split it, and import the parts.` });
      return;
    }
    setProgress({ step: 'sending', name: file.name });
    try {
      arrive({ step: 'done', result: await importTodos(client, file) });
    } catch (error) {
      arrive({ step: 'failed', fault: `Nothing was imported from “${file.name}”. ${describeError(error)}` });
    }
  };
  const close = (): void => {
    closed.current = true;
    onClose();
    if (progress.step === 'done') sayDone(client, progress.result);
  };
  return (
    <Modal title="Import todos" onClose={close}>
      {progress.step === 'done' ? (
        <Outcome result={progress.result} onClose={close} />
      ) : (
        <Chooser sending={progress.step === 'sending' ? progress.name : undefined} fault={progress.step === 'failed' ? progress.fault : undefined} onFile={(file) => void take(file)} />
      )}
    </Modal>
  );
}

/** Once the dialog is gone: what lies behind it can be neither read nor pressed. */
function sayDone(client: QueryClient, result: ImportResult): void {
  if (result.todos.length > 0) offerUndo(client, [result], { summary: result.summary });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1).replace('.0', '')} MB`;
}

interface ChooserProps {
  /** The name of the file that is on its way. */
  readonly sending: string | undefined;
  readonly fault: string | undefined;
  readonly onFile: (file: File) => void;
}

function Chooser({ sending, fault, onFile }: ChooserProps): ReactNode {
  const id = useId();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 text-sm">
      <p className="text-soft">
        A JSON or CSV file as the export makes it. For a CSV, the first line names the columns; only <code>title</code> is needed, beside it{' '}
        <code>notes, due, priority, tags, done</code>.
      </p>
      <label htmlFor={id} className="font-semibold">
        File
      </label>
      <input
        id={id}
        type="file"
        accept=".json,.csv,application/json,text/csv"
        disabled={sending !== undefined}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file can be chosen again once it is mended.
          event.target.value = '';
          if (file !== undefined) onFile(file);
        }}
        className="rounded-xl border border-dashed border-line-strong p-4 file:mr-3 file:rounded-lg file:bg-accent file:px-3 file:py-2 file:font-semibold file:text-accent-ink"
      />
      <p role="status" className={cx('wrap-anywhere', fault === undefined ? 'text-soft' : 'font-semibold text-buoy')}>
        {sending === undefined ? fault : `Importing “${sending}”…`}
      </p>
    </div>
  );
}

function Outcome({ result: { summary, rejected }, onClose }: { readonly result: ImportResult; readonly onClose: () => void }): ReactNode {
  const left = rejected.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 text-sm">
      <p role="status" className="text-base font-semibold wrap-anywhere">
        {summary}
      </p>
      {left === 0 ? null : (
        <section aria-label="Not imported">
          <p className="text-soft">{left === 1 ? 'One row was' : `${inFigures(left)} rows were`} left out:</p>
          <ul className="mt-2 grid max-h-60 gap-2.5 overflow-y-auto rounded-xl bg-sunken px-4 py-3" tabIndex={0}>
            {rejected.map((one) => (
              <li key={one.reason}>
                <p className="font-semibold tabular-nums">{nameRows(one)}</p>
                <p>{one.reason}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Button tone="primary" onClick={onClose} className="justify-self-start">
        Close
      </Button>
    </div>
  );
}

/** `Row 3`, `Rows 3, 5 and 9`, `Rows 3, 5, 9 and 40 more`. */
function nameRows({ count, lines }: ImportResult['rejected'][number]): string {
  const more = count - lines.length;
  const named = more > 0 ? [...lines.map(String), `${inFigures(more)} more`] : lines.map(String);
  return `${count === 1 ? 'Row' : 'Rows'} ${new Intl.ListFormat(readersLocale()).format(named)}`;
}
