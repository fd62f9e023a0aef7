import type { ReactNode } from 'react';
import { cx } from '../shared/lib/class-names';
import { useStore } from '../shared/lib/store';
import { theme, THEMES, type Theme } from '../shared/lib/theme';
import { Icon, type IconName } from '../shared/ui/icon';

const LOOKS: Readonly<Record<Theme, { icon: IconName; label: string }>> = {
  system: { icon: 'device', label: 'Colours of the device' },
  light: { icon: 'sun', label: 'Light' },
  dark: { icon: 'moon', label: 'Dark' },
};

/** Light, dark, or what the device says. */
export function ThemePicker(): ReactNode {
  const chosen = useStore(theme);
  return (
    <fieldset className="flex rounded-lg bg-sunken p-0.5">
      <legend className="sr-only">Colours</legend>
      {THEMES.map((option) => (
        <label
          key={option}
          title={LOOKS[option].label}
          className={cx(
            'grid h-8 w-9 cursor-pointer pointer-coarse:size-11 place-items-center rounded-md has-focus-visible:outline-2 has-focus-visible:outline-accent',
            option === chosen ? 'bg-raised text-ink shadow-card' : 'text-soft hover:text-ink',
          )}
        >
          <input type="radio" name="theme" className="sr-only" checked={option === chosen} onChange={() => theme.set(option)} />
          <span className="sr-only">{LOOKS[option].label}</span>
          <Icon name={LOOKS[option].icon} size={16} />
        </label>
      ))}
    </fieldset>
  );
}
