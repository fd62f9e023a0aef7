import type { Todo } from '@todo-chatbot/contracts';
import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import { placeOf, type Place } from '../model/place';
import type { VirtualRows } from './use-virtual-rows';

/** A todo on its way; `gap` is the number of the row it would land before. */
export interface Drag {
  readonly todo: Todo;
  readonly gap: number;
}

interface Options {
  readonly todos: readonly Todo[];
  readonly rows: VirtualRows;
  readonly onDrop: (todo: Todo, place: Place) => void;
}

const EDGE = 48;
const SCROLL_STEP = 14;

/** Reordering with a pointer: follows it over the rows, scrolls at the edges, gives up on Escape. */
export function useDragReorder(options: Options): { drag: Drag | null; start: (event: ReactPointerEvent<HTMLElement>, todo: Todo) => void } {
  const [drag, setDrag] = useState<Drag | null>(null);
  const latest = useRef(options);
  const stop = useRef<() => void>(undefined);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => () => stop.current?.(), []);

  const start = (event: ReactPointerEvent<HTMLElement>, todo: Todo): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    let pointer = event.clientY;
    let gap: number | undefined;
    const follow = (): void => {
      gap = gapAt(latest.current, pointer);
      setDrag({ todo, gap });
    };
    const scrolling = setInterval(() => {
      if (scrollAtEdge(latest.current.rows, pointer)) follow();
    }, 16);
    const end = (dropped: boolean): void => {
      stop.current?.();
      setDrag(null);
      const { todos, onDrop } = latest.current;
      const place = gap === undefined ? undefined : placeOf(todos, todo.id, gap);
      if (dropped && place !== undefined) onDrop(todo, place);
    };
    const unlisten = listen({
      pointermove: (move) => {
        pointer = (move as PointerEvent).clientY;
        follow();
      },
      pointerup: () => end(true),
      pointercancel: () => end(false),
      keydown: (key) => {
        if ((key as KeyboardEvent).key === 'Escape') end(false);
      },
    });
    stop.current = () => {
      clearInterval(scrolling);
      unlisten();
      stop.current = undefined;
    };
  };
  return { drag, start };
}

/** Listens on the window, since a pointer leaves what it drags; returns how to stop. */
function listen(handlers: Readonly<Record<string, (event: Event) => void>>): () => void {
  for (const [name, handler] of Object.entries(handlers)) addEventListener(name, handler, true);
  return () => {
    for (const [name, handler] of Object.entries(handlers)) removeEventListener(name, handler, true);
  };
}

/** The gap between rows that is nearest to the pointer. */
function gapAt({ rows, todos }: Options, clientY: number): number {
  const scroller = rows.scrollElement;
  if (scroller === null) return 0;
  const offset = clientY - scroller.getBoundingClientRect().top + scroller.scrollTop;
  const row = rows.getVirtualItemForOffset(offset);
  if (row === undefined) return 0;
  return Math.min(todos.length, offset > row.start + row.size / 2 ? row.index + 1 : row.index);
}

function scrollAtEdge(rows: VirtualRows, clientY: number): boolean {
  const box = rows.scrollElement?.getBoundingClientRect();
  if (box === undefined) return false;
  const step = clientY < box.top + EDGE ? -SCROLL_STEP : clientY > box.bottom - EDGE ? SCROLL_STEP : 0;
  if (step !== 0) rows.scrollElement?.scrollBy(0, step);
  return step !== 0;
}
