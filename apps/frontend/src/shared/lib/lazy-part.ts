import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

const loaders: (() => Promise<unknown>)[] = [];

/** A part of the page that is not needed for its first sight. */
export function lazyPart<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  loaders.push(load);
  return lazy(async () => ({ default: await load() }));
}

/**
 * Fetches every such part once the browser has nothing better to do. A page that stays open all day would
 * otherwise ask for files that a newer release has replaced.
 */
export function loadPartsWhenIdle(): void {
  const idle = 'requestIdleCallback' in globalThis ? requestIdleCallback : (task: () => void) => setTimeout(task, 2_000);
  // A failure here is none yet: the part is asked for again when it is needed.
  idle(() => void Promise.allSettled(loaders.map((load) => load())));
}
