import type { ReactNode } from 'react';
import { shortcutGroups, singleKeys } from '../shared/lib/shortcuts';
import { useStore } from '../shared/lib/store';
import { Keys } from '../shared/ui/kbd';
import { Modal } from '../shared/ui/modal';

/** Every key that does something on the page at the moment. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const groups = useStore(shortcutGroups);
  const names = [...new Set(groups.map((group) => group.name))];
  const single = useStore(singleKeys);
  return (
    <Modal title="Keyboard shortcuts" onClose={onClose} wide>
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {names.map((name) => (
          <section key={name}>
            <h3 className="mb-2 font-display text-xl italic">{name}</h3>
            <dl className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-2 text-sm">
              {groups
                .filter((group) => group.name === name)
                .flatMap((group) => group.shortcuts)
                .map((shortcut) => (
                <div key={shortcut.keys} className="contents">
                  <dt className="text-soft">{shortcut.label}</dt>
                  <dd className="justify-self-end">
                    <Keys keys={shortcut.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="mt-6 flex items-center gap-3 rounded-xl bg-sunken px-4 py-3 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={single === 'on'}
          onChange={(event) => singleKeys.set(event.target.checked ? 'on' : 'off')}
        />
        Use single-letter shortcuts. Switch them off if you dictate or your screen reader needs the letters.
      </label>
    </Modal>
  );
}
