import { createStore, type Store } from './store';

/**
 * A store that survives a reload in this browser. What was stored by hand or by another version
 * and is not among `allowed` counts as unset, and so does a browser that refuses storage.
 */
export function createPreference<T extends string>(key: string, allowed: readonly T[], fallback: T): Store<T> {
  const store = createStore<T>(allowed.find((value) => value === read(key)) ?? fallback);
  store.subscribe(() => write(key, store.get()));
  return store;
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
}
