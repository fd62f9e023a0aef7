import { createStore } from './store';

/** A short note at the edge of the page, with at most one thing to do about it. */
export interface Toast {
  readonly id: number;
  readonly message: string;
  readonly tone: 'info' | 'error';
  readonly action?: { readonly label: string; readonly run: () => void };
}

export const toasts = createStore<readonly Toast[]>([]);

const MOST_AT_ONCE = 2;
let lastId = 0;

/** Shows a toast and returns its id. Only the newest few stay on the page. */
export function showToast(toast: { message: string; tone?: Toast['tone']; action?: Toast['action'] | undefined }): number {
  lastId += 1;
  const shown: Toast = {
    id: lastId,
    message: toast.message,
    tone: toast.tone ?? 'info',
    ...(toast.action === undefined ? {} : { action: toast.action }),
  };
  toasts.set((all) => [...all, shown].slice(-MOST_AT_ONCE));
  return shown.id;
}

export function dismissToast(id: number): void {
  toasts.set((all) => all.filter((toast) => toast.id !== id));
}
