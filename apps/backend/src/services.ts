import type { Kysely } from 'kysely';
import type { Assistant } from './assistant/assistant';
import { createConfirmationService, type ConfirmationService } from './chat/confirmations';
import type { Settings } from './config';
import type { Database } from './db/schema';
import { serverKey } from './db/migrate';
import type { Hub } from './live/hub';
import { newSessionKey } from './session/session';
import { createTodoService, type TodoService } from './todos/service';

/** Everything a route may use. */
export interface Services {
  readonly settings: Pick<Settings, 'LOG_LEVEL' | 'TRUST_PROXY'>;
  readonly db: Kysely<Database>;
  readonly hub: Hub;
  readonly assistant: Assistant;
  readonly todos: TodoService;
  readonly confirmations: ConfirmationService;
  /** Key that signs sessions, the same on all replicas. */
  sessionKey(): Promise<string>;
  /** Aborted when the server begins to shut down: streams end, and readiness says no. */
  readonly closing: AbortSignal;
}

type Parts = Pick<Services, 'settings' | 'db' | 'hub' | 'assistant' | 'closing'>;

export function createServices(parts: Parts): Services {
  const todos = createTodoService(parts.db);
  let key: Promise<string> | undefined;
  return {
    ...parts,
    todos,
    confirmations: createConfirmationService(parts.db, todos),
    sessionKey: () => {
      key ??= serverKey(parts.db, 'session', newSessionKey).catch((error: unknown) => {
        key = undefined;
        throw error;
      });
      return key;
    },
  };
}
