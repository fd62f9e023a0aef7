import type { Card, LiveEvent, Message, Priority } from '@todo-chatbot/contracts';
import type { ColumnType, Generated, Selectable } from 'kysely';

type Timestamp = ColumnType<Date, Date | undefined, Date>;
type Json<T> = ColumnType<T, string, string>;

export interface TodosTable {
  id: string;
  workspace_id: string;
  title: string;
  notes: string;
  /** A day or a UTC moment, as the contract has it: both sort and compare as text. */
  due: string | null;
  priority: Priority;
  tags: string[];
  done: boolean;
  completed_at: Date | null;
  position: string;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}
export type TodoRow = Selectable<TodosTable>;

/** One todo in a recorded change: how it was, and how the change left it; null where there was none. */
export interface Touched {
  readonly id: string;
  readonly before: TodoRow | null;
  readonly after: TodoRow | null;
}

export interface Database {
  todos: TodosTable;
  /** `last_event` numbers the workspace's live events; pg gives bigints as text. */
  workspaces: {
    id: string;
    last_event: Generated<string>;
    /** Kept by every change. */
    todo_count: Generated<number>;
    created_at: Timestamp;
    seen_at: Timestamp;
  };
  sessions: {
    token_hash: string;
    workspace_id: string;
    name: string | null;
    signed_in: Generated<boolean>;
    created_at: Timestamp;
    seen_at: Timestamp;
  };
  identities: { issuer: string; subject: string; workspace_id: string };
  server_keys: { name: string; value: string };
  changes: {
    id: string;
    workspace_id: string;
    summary: string;
    touched: Json<Touched[]>;
    created_at: Timestamp;
    undone_at: Date | null;
  };
  events: { workspace_id: string; id: string; payload: Json<LiveEvent>; created_at: Timestamp };
  messages: {
    id: string;
    workspace_id: string;
    role: Message['role'];
    text: string;
    cards: Json<Card[]>;
    state: Message['state'];
    created_at: Timestamp;
  };
  confirmations: {
    id: string;
    workspace_id: string;
    action: Json<unknown>;
    card: Json<unknown>;
    expires_at: Date;
    decided_at: Date | null;
  };
  idempotency_keys: {
    workspace_id: string;
    key: string;
    fingerprint: string;
    response: Json<unknown>;
    created_at: Timestamp;
  };
  rate_limits: { key: string; window_start: Date; hits: number };
}
