import type { SignInFailure } from './session';

/** Parameter of the app's own page that says why somebody was not signed in. */
export const SIGN_IN_PARAMETER = 'sign-in';

/** Every path of the API, so that neither side spells one twice. */
export const routes = {
  session: '/api/session',
  login: '/api/auth/login',
  loginCallback: '/api/auth/callback',
  /** A page of the app, where a sign-in that failed ends. */
  notSignedIn: (why: SignInFailure) => `/?${SIGN_IN_PARAMETER}=${why}`,
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
