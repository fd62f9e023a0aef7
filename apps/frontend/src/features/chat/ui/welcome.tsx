import type { Session } from '@todo-chatbot/contracts';
import type { ReactNode } from 'react';
import { cx } from '../../../shared/lib/class-names';
import { Icon } from '../../../shared/ui/icon';
import { CHAT_COLUMN } from './column';

const EXAMPLES = ['Remind me to call mum tomorrow at 5', 'What is overdue?', 'Mark everything about taxes as done', 'Move the report to Friday'];

/** What one can say, and to whom. */
export function Welcome({ assistant, onPick }: { readonly assistant: Session['assistant']; readonly onPick: (text: string) => void }): ReactNode {
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto py-5">
      <div className={cx(CHAT_COLUMN, 'mt-auto flex flex-col gap-4')}>
        <span className="grid size-11 shrink-0 place-items-center rounded-2xl bg-accent-soft text-accent">
          <Icon name="spark" size={22} />
        </span>
        <p className="font-display text-[1.75rem] leading-8 italic">What shall we get done?</p>
        <p className="text-sm text-soft">
          {assistant.kind === 'offline'
            ? 'No language model is connected, so this is the offline assistant. It follows rules: it understands set phrases and dates in English, and says so when it does not. Say “help” for all of them.'
            : 'Tell me what to add, move, finish or find. I ask before I delete anything or change several todos at once.'}
        </p>
        <ul className="grid gap-2">
          {EXAMPLES.map((example) => (
            <li key={example}>
              <button
                type="button"
                onClick={() => onPick(example)}
                className="w-full rounded-xl border border-line bg-raised px-3.5 py-2.5 text-left text-sm font-medium transition pointer-coarse:min-h-11 hover:border-accent hover:shadow-card"
              >
                {example}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
