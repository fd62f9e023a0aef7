import type { Todo } from '@todo-chatbot/contracts';
import { useEffect, useRef } from 'react';
import { useStore } from '../../../shared/lib/store';
import { showToast } from '../../../shared/lib/toast';
import { revealed } from '../../../shared/todos/reveal';
import { DEFAULT_QUERY } from '../../../shared/todos/todo-query';
import { viewQuery } from '../model/view';
import type { VirtualRows } from './use-virtual-rows';

interface Options {
  readonly todos: readonly Todo[];
  readonly rows: VirtualRows;
  readonly scroller: HTMLElement;
}

const PATIENCE_MS = 600;

/** Brings a todo that was asked for into view, or says why it is not there and how to get to it. */
export function useReveal({ todos, rows, scroller }: Options): void {
  const wish = useStore(revealed);
  const granted = useRef(0);
  // Behind the assistant, on a phone, the list has no size: nothing in it can be scrolled to before it is shown.
  const shown = (rows.scrollRect?.height ?? 0) > 0;
  useEffect(() => {
    if (wish === null || wish.at === granted.current || !shown) return undefined;
    const index = todos.findIndex((todo) => todo.id === wish.id);
    if (index === -1) {
      // The list may be about to learn of it.
      const timer = setTimeout(() => {
        granted.current = wish.at;
        sayWhereItIs(wish.title);
      }, PATIENCE_MS);
      return () => clearTimeout(timer);
    }
    granted.current = wish.at;
    rows.scrollToIndex(index, { align: 'auto' });
    // The row may be rendered only after the scroll.
    requestAnimationFrame(() => requestAnimationFrame(() => flash(scroller.querySelector(`[data-row="${wish.id}"]`))));
    return undefined;
  }, [wish, todos, rows, scroller, shown]);
}

function sayWhereItIs(title: string): void {
  showToast({
    message: `“${title}” is not in the part of the list you see.`,
    action: { label: 'Show it', run: () => viewQuery.set({ ...DEFAULT_QUERY, status: 'all', search: title.slice(0, 200) }) },
  });
}

function flash(row: Element | null | undefined): void {
  row?.animate([{ backgroundColor: 'var(--accent-soft)' }, { backgroundColor: 'transparent' }], { duration: 1400, easing: 'ease-out' });
}
