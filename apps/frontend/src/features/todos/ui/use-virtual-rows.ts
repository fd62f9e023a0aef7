import { defaultRangeExtractor, useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual';
import type { Todo } from '@todo-chatbot/contracts';
import { useCallback } from 'react';

export type VirtualRows = Virtualizer<HTMLDivElement, Element>;

interface Options {
  readonly todos: readonly Todo[];
  readonly scroller: HTMLDivElement;
  /** Pixels between the top of what is scrolled and the first row. */
  readonly above: number;
  /** Pixels at the top that something else covers. */
  readonly covered: number;
  /** The row in focus and the one being edited: what is typed would be lost with a row that leaves the page. */
  readonly active: number;
  readonly edited: number;
}

const ROW_HEIGHT = 54;

/** The rows in view of a list of any length. */
export function useVirtualRows({ todos, scroller, above, covered, active, edited }: Options): VirtualRows {
  return useVirtualizer<HTMLDivElement, Element>({
    count: todos.length,
    getScrollElement: () => scroller,
    scrollMargin: above,
    scrollPaddingStart: covered,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => todos[index]?.id ?? index,
    overscan: 10,
    rangeExtractor: useCallback((range: Range) => withKept(range, [active, edited]), [active, edited]),
  });
}

/** Where, from the top of the list, the gap before a row lies; the last gap is the end. */
export function gapOffset(rows: VirtualRows, gap: number): number {
  const { count, scrollMargin } = rows.options;
  return gap >= count ? rows.getTotalSize() : (rows.measurementsCache[gap]?.start ?? 0) - scrollMargin;
}

function withKept(range: Range, kept: readonly number[]): number[] {
  const more = kept.filter((index) => index >= 0 && index < range.count);
  return [...new Set([...defaultRangeExtractor(range), ...more])].sort((a, b) => a - b);
}
