import type { Todo } from '@todo-chatbot/contracts';
import { useShortcuts, type Shortcut } from '../../../shared/lib/shortcuts';
import { showToast } from '../../../shared/lib/toast';
import { activeId, selection } from '../model/list-state';
import { stepOf, type Place } from '../model/place';
import { refine } from '../model/view';

interface ListKeys {
  /** The todos as they are at this moment: keys may come faster than the page is drawn. */
  readonly current: () => readonly Todo[];
  readonly scroller: HTMLElement;
  readonly movable: boolean;
  readonly focusRow: (index: number) => void;
  readonly toggle: (todo: Todo) => void;
  readonly edit: (todo: Todo) => void;
  readonly remove: (todo: Todo) => void;
  readonly select: (todo: Todo) => void;
  readonly selectAll: () => void;
  readonly move: (todo: Todo, place: Place) => void;
}

function sayWhereOneMoves(): void {
  showToast({
    message: 'Todos can be moved while they are in your own order.',
    action: { label: 'Show my order', run: () => refine({ sort: 'manual', order: 'asc' }) },
  });
}

/** Everything a row can do, by key. The keys act on the row in focus, or on the last one that was. */
export function useListShortcuts(list: ListKeys): void {
  const index = (): number => list.current().findIndex((todo) => todo.id === activeId.get());
  const go = (to: number): void => list.focusRow(Math.max(0, Math.min(list.current().length - 1, to)));
  const withRow = (act: (todo: Todo) => void) => (): void => {
    const todo = list.current()[index()];
    if (todo !== undefined) act(todo);
  };
  const moveBy = (step: -1 | 1) =>
    withRow((todo) => {
      const place = stepOf(list.current(), todo.id, step);
      if (!list.movable) sayWhereOneMoves();
      else if (place !== undefined) list.move(todo, place);
    });
  /** On the row itself, or nowhere: a button inside a row keeps its own Enter and Space. */
  const onRow = (event: KeyboardEvent): boolean => event.target instanceof HTMLElement && event.target.dataset['row'] !== undefined;
  const inList = (event: KeyboardEvent): boolean =>
    event.target === document.body || (event.target instanceof Node && list.scroller.contains(event.target));

  const keys: readonly (Shortcut & { readonly when: (event: KeyboardEvent) => boolean })[] = [
    { keys: 'ArrowDown', label: 'Next todo', when: inList, run: () => go(index() + 1) },
    { keys: 'ArrowUp', label: 'Previous todo', when: inList, run: () => go(index() - 1) },
    { keys: 'j', label: 'Next todo', when: inList, run: () => go(index() + 1) },
    { keys: 'k', label: 'Previous todo', when: inList, run: () => go(index() - 1) },
    { keys: 'Home', label: 'First todo', when: inList, run: () => go(0) },
    { keys: 'End', label: 'Last loaded todo', when: inList, run: () => go(list.current().length - 1) },
    { keys: 'Enter', label: 'Edit', when: onRow, run: withRow(list.edit) },
    { keys: 'e', label: 'Edit', when: inList, run: withRow(list.edit) },
    { keys: ' ', label: 'Complete or reopen', when: onRow, run: withRow(list.toggle) },
    { keys: 'x', label: 'Complete or reopen', when: inList, run: withRow(list.toggle) },
    { keys: 'Delete', label: 'Delete', when: inList, run: withRow(list.remove) },
    { keys: 'Alt+ArrowUp', label: 'Move up', when: inList, run: moveBy(-1) },
    { keys: 'Alt+ArrowDown', label: 'Move down', when: inList, run: moveBy(1) },
    { keys: 's', label: 'Select, or take out of the selection', when: inList, run: withRow(list.select) },
    { keys: 'Mod+a', label: 'Select all', when: inList, run: list.selectAll },
    { keys: 'Escape', label: 'End selecting', when: () => selection.get() !== null, run: () => selection.set(null) },
  ];
  useShortcuts('In the list', keys);
}
