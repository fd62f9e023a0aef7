import type { QueryClient } from '@tanstack/react-query';
import { routes, type ImportResult } from '@todo-chatbot/contracts';
import { once } from '../../../shared/api/once';
import { request } from '../../../shared/api/request';
import { applyChange } from '../../../shared/todos/todo-cache';

/** Bytes that the API takes; written here because its schemas stay out of the page. A test compares them. */
export const IMPORT_BYTES_MAX = 2 * 1024 * 1024;

/** Sends an exported file (or one of the same form) to the server, which says what it took and what not. */
export async function importTodos(client: QueryClient, file: File): Promise<ImportResult> {
  const isCsv = file.name.toLowerCase().endsWith('.csv') || file.type === 'text/csv';
  const contentType = isCsv ? 'text/csv' : 'application/json';
  const result = await once((headers) => request<ImportResult>(routes.import, { method: 'POST', file: { content: file, contentType }, headers }));
  applyChange(client, result);
  return result;
}
