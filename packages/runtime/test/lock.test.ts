import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  it('lets go when the work fails', async () => {
    const path = lockPath();
    await expect(withLock(path, { what: 'it' }, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(withLock(path, { what: 'it' }, () => Promise.resolve('free'))).resolves.toBe('free');
  });
});
