import { Fragment, type ReactNode } from 'react';
import { shortcutGroups, singleKeys, type ShortcutGroup } from '../shared/lib/shortcuts';
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
      <div className="gap-x-10 sm:columns-2">
        {names.map((name) => (
          <section key={name} className="break-inside-avoid pb-6">
            <h3 className="mb-2 font-display text-xl italic">{name}</h3>
            <dl className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-2 text-sm">
              {[...byLabel(groups.filter((group) => group.name === name))].map(([label, keys]) => (
                <div key={label} className="contents">
                  <dt className="text-soft">{label}</dt>
                  <dd className="flex items-center gap-1.5 justify-self-end text-xs text-soft">
                    {keys.map((one, index) => (
                      <Fragment key={one}>
                        {index === 0 ? null : 'or'}
                        <Keys keys={one} />
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="flex items-center gap-3 rounded-xl bg-sunken px-4 py-3 text-sm">
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

/** The keys for each thing that can be done: some have more than one. */
function byLabel(groups: readonly ShortcutGroup[]): ReadonlyMap<string, readonly string[]> {
  const shortcuts = groups.flatMap((group) => group.shortcuts);
  return new Map(shortcuts.map(({ label }) => [label, shortcuts.filter((one) => one.label === label).map((one) => one.keys)]));
}
