import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { withLock } from '../src/lock';

const lockPath = (): string => join(mkdtempSync(join(tmpdir(), 'lock-')), 'x.lock');

describe('withLock', () => {
  it('runs the second work only after the first has let go', async () => {
    const path = lockPath();
    const events: string[] = [];
    const work = (name: string) => (): Promise<void> =>
      new Promise((resolve) => {
        events.push(`${name} begins`);
        setImmediate(() => {
          events.push(`${name} ends`);
          resolve();
        });
      });

    await Promise.all([
      withLock(path, { what: 'it', waitMs: 5000 }, work('a')),
      withLock(path, { what: 'it', waitMs: 5000 }, work('b')),
    ]);

    const [first] = events[0]?.split(' ') ?? [];
    expect(events[1]).toBe(`${first} ends`);
    expect(events).toHaveLength(4);
  });

  it('says who is in the way when it may not wait', async () => {
    const path = lockPath();
    await withLock(path, { what: 'the cluster' }, async () => {
      await expect(withLock(path, { what: 'the cluster' }, () => Promise.resolve())).rejects.toMatchObject({
        code: 'LOCKED',
        message: 'another run is using the cluster',
      });
    });
  });

  it('waits for nobody where no lock can be made, and says why', async () => {
    const path = lockPath();
    const onWait = jest.fn();
    const attempt = (at: string): Promise<unknown> => withLock(at, { what: 'it', waitMs: 600_000, onWait }, () => Promise.resolve());
    // A file is in the place of the lock, and old: no holder renews it.
    writeFileSync(`${path}.lock`, '');
    utimesSync(`${path}.lock`, 0, 0);
    await expect(attempt(path)).rejects.toMatchObject({ code: 'LOCK_UNUSABLE', message: expect.stringContaining('ENOTDIR') });
    await expect(attempt(join(`${path}.lock`, 'below-a-file'))).rejects.toMatchObject({ code: 'LOCK_UNUSABLE', next: [expect.stringContaining('ls -ld')] });
    expect(onWait).not.toHaveBeenCalled();
  });

  it('stops waiting when it is interrupted', async () => {
    const path = lockPath();
    const abort = new AbortController();
    await withLock(path, { what: 'it' }, async () => {
      const waiting = withLock(path, { what: 'it', waitMs: 600_000, signal: abort.signal, onWait: () => abort.abort() }, () => Promise.resolve());
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    });
  });

  it('hands its signal to the work', async () => {
    const abort = new AbortController();
    await withLock(lockPath(), { what: 'it', signal: abort.signal }, (signal) => {
      expect(signal.aborted).toBe(false);
      abort.abort();
      expect(signal.aborted).toBe(true);
      return Promise.resolve();
    });
  });

  it('ends the work when somebody else took the lock over, instead of the process', async () => {
    const path = lockPath();
    const work = async (signal: AbortSignal): Promise<never> => {
      rmSync(`${path}.lock`, { recursive: true });
      // The lock's own timer, which finds out, does not keep the process going.
      const keepAlive = setInterval(() => undefined, 1000);
      await once(signal, 'abort').finally(() => clearInterval(keepAlive));
      throw new Error('ended by the signal');
    };
    await expect(withLock(path, { what: 'the cluster' }, work)).rejects.toMatchObject({ code: 'LOCK_LOST', message: expect.stringContaining('took over the cluster') });
  }, 60_000);

  it('lets go when the work fails', async () => {
    const path = lockPath();
    await expect(withLock(path, { what: 'it' }, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(withLock(path, { what: 'it' }, () => Promise.resolve('free'))).resolves.toBe('free');
  });
});
