import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { LIVE_QUIET_MS } from '@todo-chatbot/contracts';
import { connectLive, waitAfter } from '../../../src/features/live/connect-live';

/** An event source that a test drives. */
class FakeSource {
  static readonly CLOSED = 2;
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly listeners = new Map<string, (message: { data: string }) => void>();
  closed = false;
  addEventListener(name: string, listener: (message: { data: string }) => void): void {
    this.listeners.set(name, listener);
  }
  close(): void {
    this.closed = true;
  }
}

describe('connectLive', () => {
  const sources: FakeSource[] = [];
  const log: string[] = [];
  let stop: () => void;

  beforeEach(() => {
    jest.useFakeTimers();
    sources.length = 0;
    log.length = 0;
    Object.assign(globalThis, { EventSource: FakeSource });
    stop = connectLive({
      url: '/api/events',
      onEvent: (event) => log.push(event.type),
      onStatus: (status) => log.push(status),
      onGap: () => log.push('gap'),
      open: () => {
        sources.push(new FakeSource());
        return sources.at(-1) as unknown as EventSource;
      },
    });
  });
  afterEach(() => {
    stop();
    jest.useRealTimers();
  });

  test('leaves short losses to the browser, which misses nothing', () => {
    sources[0]?.onopen?.();
    sources[0]?.onerror?.();
    sources[0]?.onopen?.();
    expect(log).toEqual(['connecting', 'gap', 'live', 'lost', 'live']);
    expect(sources).toHaveLength(1);
  });

  test('connects anew when the browser gave up, and has everything read again', () => {
    sources[0]?.onopen?.();
    const [first] = sources;
    if (first !== undefined) first.readyState = FakeSource.CLOSED;
    first?.onerror?.();
    expect(first?.closed).toBe(true);
    jest.advanceTimersByTime(1_000);
    expect(sources).toHaveLength(2);
    sources[1]?.onopen?.();
    expect(log).toEqual(['connecting', 'gap', 'live', 'lost', 'connecting', 'gap', 'live']);
  });

  test('tells the events it knows and leaves out the others', () => {
    sources[0]?.listeners.get('todos')?.({ data: '{"type":"todos","upserted":[],"deleted":[]}' });
    sources[0]?.listeners.get('message')?.({ data: '{"type":"news of tomorrow"}' });
    expect(log).toEqual(['connecting', 'todos']);
  });

  test('takes a connection that says nothing for too long for lost, and none that pings', () => {
    sources[0]?.onopen?.();
    for (let pings = 0; pings < 5; pings++) {
      jest.advanceTimersByTime(LIVE_QUIET_MS);
      sources[0]?.listeners.get('ping')?.({ data: '{}' });
    }
    expect(log).toEqual(['connecting', 'gap', 'live']);
    jest.advanceTimersByTime(3 * LIVE_QUIET_MS);
    expect(sources[0]?.closed).toBe(true);
    sources[1]?.onopen?.();
    expect(log).toEqual(['connecting', 'gap', 'live', 'lost', 'connecting', 'gap', 'live']);
  });

  test('ends for good', () => {
    stop();
    expect(sources[0]?.closed).toBe(true);
    jest.advanceTimersByTime(100_000);
    expect(sources).toHaveLength(1);
  });
});

test('each try waits longer, up to half a minute, and never at once', () => {
  expect([1, 2, 3, 9].map((failures) => waitAfter(failures, 1))).toEqual([1_000, 2_000, 4_000, 30_000]);
  expect(waitAfter(1, 0)).toBe(500);
});
