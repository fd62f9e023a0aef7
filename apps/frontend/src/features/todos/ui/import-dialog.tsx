import { useQueryClient } from '@tanstack/react-query';
import type { ImportResult } from '@todo-chatbot/contracts';
import { useId, useState, type ReactNode } from 'react';
import { describeError } from '../../../shared/api/api-error';
import { offerUndo } from '../../../shared/todos/undo';
import { Button } from '../../../shared/ui/button';
import { Modal } from '../../../shared/ui/modal';
import { importTodos } from '../api/import-todos';

type Progress = { readonly step: 'choose'; readonly fault?: string } | { readonly step: 'sending' } | { readonly step: 'done'; readonly result: ImportResult };

/** Brings todos in from a file, and says line by line what it could not take. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const [progress, setProgress] = useState<Progress>({ step: 'choose' });
  const take = async (file: File): Promise<void> => {
    setProgress({ step: 'sending' });
    try {
      const result = await importTodos(client, file);
      if (result.todos.length > 0) offerUndo(client, [result], { summary: result.summary });
      setProgress({ step: 'done', result });
    } catch (error) {
      setProgress({ step: 'choose', fault: `Nothing was imported. ${describeError(error)}` });
    }
  };
  return (
    <Modal title="Import todos" onClose={onClose}>
      {progress.step === 'done' ? (
        <Outcome result={progress.result} onClose={onClose} />
      ) : (
        <Chooser busy={progress.step === 'sending'} fault={progress.step === 'choose' ? progress.fault : undefined} onFile={(file) => void take(file)} />
      )}
    </Modal>
  );
}

function Chooser({ busy, fault, onFile }: { readonly busy: boolean; readonly fault: string | undefined; readonly onFile: (file: File) => void }): ReactNode {
  const id = useId();
  return (
    <div className="grid gap-4 text-sm">
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
        disabled={busy}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) onFile(file);
        }}
        className="rounded-xl border border-dashed border-line-strong p-4 file:mr-3 file:rounded-lg file:bg-accent file:px-3 file:py-2 file:font-semibold file:text-accent-ink"
      />
      <p role="status" className={fault === undefined ? 'text-soft' : 'font-semibold text-buoy'}>
        {busy ? 'Importing…' : fault}
      </p>
    </div>
  );
}

function Outcome({ result, onClose }: { readonly result: ImportResult; readonly onClose: () => void }): ReactNode {
  return (
    <div className="grid gap-4 text-sm">
      <p className="text-base font-semibold">{result.summary}</p>
      {result.rejected.length === 0 ? null : (
        <section aria-label="Not imported">
          <p className="text-soft">
            {result.rejected.length === 1 ? 'One line was' : `${String(result.rejected.length)} lines were`} left out:
          </p>
          <ul className="mt-2 max-h-60 overflow-y-auto rounded-xl bg-sunken px-4 py-2">
            {result.rejected.map((line) => (
              <li key={line.line} className="py-1">
                <span className="font-semibold tabular-nums">Line {line.line}:</span> {line.reason}
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
