import type { Todo } from '@todo-chatbot/contracts';
import { useEffect, useRef } from 'react';
import { activeId } from '../model/list-state';
import type { VirtualRows } from './use-virtual-rows';

interface Options {
  /** The todos as they are at this moment, drawn or not. */
  readonly current: () => readonly Todo[];
  readonly rows: VirtualRows;
  readonly scroller: HTMLElement;
}

/** Moves the focus to a row by its number, also to one that is still to be drawn; into view with it, unless told not to. */
export function useRowFocus({ current, rows, scroller }: Options): (index: number, how?: { readonly scroll: boolean }) => void {
  const wanted = useRef<string | null>(null);
  const focusIfDrawn = (): void => {
    if (wanted.current === null) return;
    const row = scroller.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (row === null) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  };
  // Any rendering may be the one that draws it.
  useEffect(focusIfDrawn);
  return (index, { scroll } = { scroll: true }) => {
    const todo = current()[index];
    if (todo === undefined) return;
    wanted.current = todo.id;
    activeId.set(todo.id);
    if (scroll) rows.scrollToIndex(index);
    focusIfDrawn();
  };
}
