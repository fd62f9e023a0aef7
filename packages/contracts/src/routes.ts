/** Every path of the API, so that neither side spells one twice. */
export const routes = {
  session: '/api/session',
  login: '/api/auth/login',
  loginCallback: '/api/auth/callback',
  logout: '/api/auth/logout',
  todos: '/api/todos',
  todo: (id: string) => `/api/todos/${id}`,
  move: (id: string) => `/api/todos/${id}/move`,
  bulk: '/api/todos/bulk',
  export: (format: 'json' | 'csv') => `/api/todos/export.${format}`,
  import: '/api/todos/import',
  undo: (id: string) => `/api/undo/${id}`,
  chat: '/api/chat',
  chatHistory: '/api/chat/history',
  confirmation: (id: string) => `/api/chat/confirmations/${id}`,
  events: '/api/events',
  openapi: '/api/docs/openapi.json',
  docs: '/api/docs',
} as const;

export const headers = {
  /** On `POST`: the same key again answers with the first result instead of doing it twice. Kept for a day. */
  idempotencyKey: 'idempotency-key',
  requestId: 'x-request-id',
} as const;
