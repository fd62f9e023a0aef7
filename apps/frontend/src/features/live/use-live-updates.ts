import { useQueryClient } from '@tanstack/react-query';
import { routes } from '@todo-chatbot/contracts';
import { useEffect } from 'react';

/** Reads anew what another window, or the assistant, has changed. The browser reconnects and catches up by itself. */
export function useLiveUpdates(): void {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource(routes.events);
    const read = (...keys: string[]) => () => keys.forEach((key) => void client.invalidateQueries({ queryKey: [key] }));
    source.addEventListener('todos', read('todos'));
    source.addEventListener('chat', read('chat'));
    source.addEventListener('reset', read('todos', 'chat'));
    return () => source.close();
  }, [client]);
}
