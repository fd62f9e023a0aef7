import { useQueryClient } from '@tanstack/react-query';
import { routes, type LiveEvent } from '@todo-chatbot/contracts';
import { useEffect, useState } from 'react';
import { keys } from '../../shared/api/keys';
import { afterTasks } from '../../shared/lib/in-order';
import { createStore } from '../../shared/lib/store';
import { afterCreating } from '../../shared/todos/creating';
import { applyToCache, reloadTodos } from '../../shared/todos/todo-cache';
import { connectLive, type LiveStatus } from './connect-live';

export const liveStatus = createStore<LiveStatus>('connecting');

/** A page in the background gives its connection back after this: browsers allow six to one server, for all tabs together. */
const HIDDEN_MS = 60_000;

/** The page does not wait longer than this for its live connection before it reads the list. */
const HEAD_START_MS = 800;

/**
 * Keeps the page in step with every other window, and with the assistant. Says when to begin reading: what is read
 * after the connection stands needs no second look, since every later change is announced.
 */
export function useLiveUpdates(): { readonly ready: boolean } {
  const client = useQueryClient();
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let reading = false;
    const begin = (): void => {
      reading = true;
      setReady(true);
    };
    const headStart = setTimeout(begin, HEAD_START_MS);
    const reload = (): void => {
      void reloadTodos(client);
      void client.invalidateQueries({ queryKey: keys.chatHistory });
    };
    const onEvent = (event: LiveEvent): void => {
      if (event.type === 'todos') afterOwnChanges(event, () => applyToCache(client, event));
      else if (event.type === 'chat') void client.invalidateQueries({ queryKey: keys.chatHistory });
      else reload();
    };
    const onStatus = (status: LiveStatus): void => {
      liveStatus.set(status);
      if (status !== 'connecting') begin();
    };
    const onGap = (): void => {
      if (reading) reload();
    };
    const stop = whileVisible(() => connectLive({ url: routes.events, onEvent, onStatus, onGap }));
    return () => {
      clearTimeout(headStart);
      stop();
    };
  }, [client]);
  return { ready };
}

/** What this window does to a todo is announced, too, and older than what it shows until the server has answered. */
function afterOwnChanges({ upserted }: Extract<LiveEvent, { type: 'todos' }>, update: () => void): void {
  afterTasks(
    upserted.map((todo) => todo.id),
    () => afterCreating(update),
  );
}

/** Runs `connect` while the page can be seen, and a while longer. */
function whileVisible(connect: () => () => void): () => void {
  let disconnect: (() => void) | undefined = connect();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onChange = (): void => {
    clearTimeout(timer);
    if (document.visibilityState === 'visible') disconnect ??= connect();
    else
      timer = setTimeout(() => {
        disconnect?.();
        disconnect = undefined;
      }, HIDDEN_MS);
  };
  document.addEventListener('visibilitychange', onChange);
  return () => {
    document.removeEventListener('visibilitychange', onChange);
    clearTimeout(timer);
    disconnect?.();
  };
}
