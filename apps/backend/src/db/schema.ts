import type { Card, Priority } from '@todo-chatbot/contracts';
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

export interface Database {
  todos: TodosTable;
  workspaces: { id: string; created_at: Timestamp; seen_at: Timestamp };
  server_keys: { name: string; value: string };
  /** What each change replaced, so that it can be taken back once. */
  changes: { id: string; workspace_id: string; summary: string; before: Json<{ id: string; row: TodoRow | null }[]>; created_at: Timestamp; undone_at: Date | null };
  events: { id: Generated<string>; workspace_id: string; payload: Json<unknown>; created_at: Timestamp };
  messages: { id: string; workspace_id: string; role: 'user' | 'assistant'; text: string; cards: Json<Card[]>; state: 'complete' | 'stopped' | 'failed'; created_at: Timestamp };
  confirmations: { id: string; workspace_id: string; action: Json<unknown>; card: Json<unknown>; expires_at: Date; decided_at: Date | null };
  idempotency_keys: { workspace_id: string; key: string; fingerprint: string; response: Json<unknown>; created_at: Timestamp };
  rate_limits: { key: string; window_start: Date; hits: number };
}
