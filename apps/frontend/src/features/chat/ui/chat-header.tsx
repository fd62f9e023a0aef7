import { useQueryClient } from '@tanstack/react-query';
import type { Session } from '@todo-chatbot/contracts';
import type { ReactNode } from 'react';
import { cx } from '../../../shared/lib/class-names';
import { Button, ICON_BUTTON } from '../../../shared/ui/button';
import { Icon } from '../../../shared/ui/icon';
import { Popover } from '../../../shared/ui/popover';
import { clearHistory } from '../model/conversation';
import { CHAT_COLUMN } from './column';

/** Who answers, and forgetting what was said. */
export function ChatHeader({ assistant, clearable }: { readonly assistant: Session['assistant']; readonly clearable: boolean }): ReactNode {
  const client = useQueryClient();
  const offline = assistant.kind === 'offline';
  return (
    <header className="border-b border-line py-3">
      <div className={cx(CHAT_COLUMN, 'flex items-center gap-2')}>
        <div className="min-w-0 flex-1">
          <h2 className="font-display text-2xl leading-tight italic">Assistant</h2>
          <p className="flex items-center gap-1.5 text-xs text-soft">
            <span aria-hidden="true" className={`size-1.5 rounded-full ${offline ? 'bg-amber' : 'bg-accent'}`} />
            {offline ? 'Offline assistant: rules, no language model' : assistant.name}
          </p>
        </div>
        {clearable ? (
          <Popover
            label="Clear the conversation"
            triggerClassName={ICON_BUTTON}
            trigger={<Icon name="trash" size={17} />}
          >
            {(close) => (
              <div className="grid w-60 gap-3 p-2.5 text-sm">
                <p>Forget everything that was said here? Your todos stay. This cannot be undone.</p>
                <Button
                  small
                  tone="danger"
                  onClick={() => {
                    close();
                    void clearHistory(client);
                  }}
                >
                  Clear the conversation
                </Button>
              </div>
            )}
          </Popover>
        ) : null}
      </div>
    </header>
  );
}
