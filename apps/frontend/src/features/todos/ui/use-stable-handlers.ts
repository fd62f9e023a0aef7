import { useEffect, useMemo, useRef } from 'react';
import type { RowHandlers } from './todo-row';

/** Handlers that keep their identity, so that a row renders again only when its todo changes. */
export function useStableHandlers(handlers: RowHandlers): RowHandlers {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  return useMemo<RowHandlers>(
    () => ({
      toggle: (todo) => latest.current.toggle(todo),
      edit: (todo) => latest.current.edit(todo),
      remove: (todo) => latest.current.remove(todo),
      select: (todo) => latest.current.select(todo),
      openTag: (tag) => latest.current.openTag(tag),
      drag: (event, todo) => latest.current.drag(event, todo),
    }),
    [],
  );
}
