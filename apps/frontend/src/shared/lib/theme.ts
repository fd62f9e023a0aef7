import { createPreference } from './preference';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Which colours the reader wants; `system` follows the device. */
export const theme = createPreference<Theme>('todo-chatbot.theme', THEMES, 'system');

/** Applies the stored theme to the page, now and whenever it changes. */
export function followTheme(root: HTMLElement): void {
  const apply = (): void => {
    const chosen = theme.get();
    if (chosen === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = chosen;
  };
  apply();
  theme.subscribe(apply);
}
