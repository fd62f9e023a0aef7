import type { Assistant } from './assistant/assistant';
import { createConfirmationService, type ConfirmationService } from './chat/confirmations';
import { createChatHistory, type ChatHistory } from './chat/history';
import type { Settings } from './config';
import type { DatabasePort } from './db/port';
import { mustBePrepared, type Lifecycle } from './lifecycle';
import { createBudget, type Budget } from './limits/budget';
import { addHits } from './limits/repository';
import { createSlots, type Slots } from './limits/slots';
import { createHub, type Hub } from './live/hub';
import { createMetrics, type Metrics } from './metrics';
import type { SignIn } from './session/sign-in';
import { createSessionService, type SessionService } from './session/service';
import { createTodoService, type TodoService } from './todos/service';

/** Streams that one workspace may have open on one replica: windows, and answers. */
const LIVE_STREAMS = 12;
const ANSWERS = 2;

export interface Parts {
  readonly settings: Omit<Settings, 'DATABASE_URL'>;
  readonly database: DatabasePort;
  readonly lifecycle: Lifecycle;
  readonly assistant: Assistant;
  /** Undefined where nobody can sign in. */
  readonly signIn: SignIn | undefined;
}

/** Everything a route may use. */
export interface Services extends Parts {
  readonly hub: Hub;
  readonly todos: TodoService;
  readonly history: ChatHistory;
  readonly confirmations: ConfirmationService;
  readonly sessions: SessionService;
  readonly budget: Budget;
  readonly slots: { readonly live: Slots; readonly chat: Slots };
  readonly metrics: Metrics;
}

export function createServices(parts: Parts): Services {
  const { settings, lifecycle } = parts;
  const { db } = parts.database;
  return {
    ...parts,
    hub: createHub(),
    todos: createTodoService(db, settings.TODOS_PER_WORKSPACE),
    history: createChatHistory(db),
    confirmations: createConfirmationService(db, settings.TODOS_PER_WORKSPACE),
    sessions: createSessionService(db, () => mustBePrepared(lifecycle).sessionKey),
    budget: createBudget((key, added) => addHits(db, key, added), {
      perWorkspace: settings.ASSISTANT_TOKENS_PER_DAY,
      overall: settings.ASSISTANT_TOKENS_PER_DAY_ALL,
    }),
    slots: { live: createSlots(LIVE_STREAMS), chat: createSlots(ANSWERS) },
    metrics: createMetrics(),
  };
}
