import { EventEmitter } from 'node:events';
import type { NewsListener } from '../db/port';

/** Wakes the streams of a workspace on this replica; who calls `wake` is the database's listener. */
export interface Hub extends NewsListener {
  /** Calls `listener` on each wake-up; returns how to stop. */
  subscribe(workspace: string, listener: () => void): () => void;
}

export function createHub(): Hub {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    wake: (workspace) => void emitter.emit(workspace),
    wakeAll: () => emitter.eventNames().forEach((name) => emitter.emit(name)),
    subscribe: (workspace, listener) => {
      emitter.on(workspace, listener);
      return () => void emitter.off(workspace, listener);
    },
  };
}
