import { useEffect, useLayoutEffect, useRef } from 'react';
import { createPreference } from './preference';
import { createStore } from './store';

/** One key and what it does, as the shortcut sheet shows it. */
export interface Shortcut {
  /** `KeyboardEvent.key`, with `Mod+` (Ctrl or Cmd), `Alt+` or `Shift+` in front where needed. */
  readonly keys: string;
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Where it does not hold, the key does what it always does. */
  readonly when?: (event: KeyboardEvent) => boolean;
}

/** Shortcuts of one part of the page. */
export interface ShortcutGroup {
  readonly name: string;
  readonly shortcuts: readonly Shortcut[];
}

/** Every group now on the page, for the sheet. */
export const shortcutGroups = createStore<readonly ShortcutGroup[]>([]);

/** Single letters can get in the way of speech input, so people may switch them off (WCAG 2.1.4). */
export const singleKeys = createPreference('todo-chatbot.single-keys', ['on', 'off'] as const, 'on');

/** Registers shortcuts while the calling component is mounted. */
export function useShortcuts(name: string, shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useLayoutEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const group: ShortcutGroup = {
      get name() {
        return name;
      },
      get shortcuts() {
        return latest.current;
      },
    };
    shortcutGroups.set((groups) => [...groups, group]);
    return () => shortcutGroups.set((groups) => groups.filter((other) => other !== group));
  }, [name]);
}

/** Listens for shortcuts on the whole page; returns how to stop. */
export function listenForShortcuts(target: Window): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null) return;
    const pressed = describeKey(event);
    if (isTyping(event.target) || (pressed.length === 1 && singleKeys.get() === 'off')) return;
    const found = shortcutGroups.get().flatMap((group) => group.shortcuts).find((shortcut) => shortcut.keys === pressed && shortcut.when?.(event) !== false);
    if (found === undefined) return;
    event.preventDefault();
    found.run(event);
  };
  target.addEventListener('keydown', onKeyDown);
  return () => target.removeEventListener('keydown', onKeyDown);
}

/** The name of a key press as shortcuts spell it, e.g. `Mod+z`, `Alt+ArrowUp`, `?`. */
export function describeKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const single = event.key.length === 1;
  const mod = event.ctrlKey || event.metaKey;
  const parts = [
    ...(mod ? ['Mod'] : []),
    ...(event.altKey ? ['Alt'] : []),
    // Shift is already part of a character such as `?`; it only matters for named keys and commands.
    ...(event.shiftKey && (mod || !single) ? ['Shift'] : []),
    single && (mod || !event.shiftKey) ? event.key.toLowerCase() : event.key,
  ];
  return parts.join('+');
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}
