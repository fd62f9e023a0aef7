import { useLayoutEffect, useState, type RefObject } from 'react';

/** How far below the top of what `scroller` scrolls an element begins, in pixels, also while what stands above it grows. */
export function useOffsetTop(element: RefObject<HTMLElement | null>, scroller: HTMLElement): number {
  const [offset, setOffset] = useState(0);
  // What stands above may have come or gone with any rendering; the same number again changes nothing.
  useLayoutEffect(() => {
    const measure = (): void => {
      if (element.current !== null) setOffset(distance(element.current, scroller));
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const child of scroller.children) {
      if (!child.contains(element.current)) observer.observe(child);
    }
    return () => observer.disconnect();
  });
  return offset;
}

function distance(element: HTMLElement, scroller: HTMLElement): number {
  return Math.round(element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop);
}
