import { createStore } from './store';

/** What the page's polite live region says at the moment. */
export const announcement = createStore('');

/** Tells screen-reader users about a change that sighted users see. */
export function announce(text: string): void {
  // The same sentence twice would not be read again; an invisible difference makes it new.
  announcement.set((previous) => (previous === text ? `${text}\u00a0` : text));
}
