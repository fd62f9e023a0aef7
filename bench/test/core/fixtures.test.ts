import { silentProgress } from '@fairlead/runtime';
import type { Bench } from '../../core/bench';
import type { Fixture } from '../../core/bench';
import { FixtureShelf } from '../../core/fixtures';

function shelf(): FixtureShelf {
  const bench: Bench = {
    root: '/nowhere',
    runs: 1,
    progress: silentProgress,
    signal: new AbortController().signal,
    run: () => Promise.reject(new Error('no tool is started here')),
    get fixtures() {
      return made;
    },
  };
  const made = new FixtureShelf(() => bench);
  return made;
}

function fixture(name: string, log: string[], more: Partial<{ needs: Fixture<string>; stuck: boolean }> = {}): Fixture<string> {
  return {
    name,
    make: async (bench) => {
      if (more.needs) await bench.fixtures.get(more.needs);
      log.push(`make ${name}`);
      return { value: name, remove: async () => void (more.stuck ? await Promise.reject(new Error('busy')) : log.push(`remove ${name}`)) };
    },
  };
}

it('a fixture is made once, and removed before what it stands on', async () => {
  const log: string[] = [];
  const below = fixture('cluster', log);
  const above = fixture('app', log, { needs: below });
  const all = shelf();
  expect(await Promise.all([all.get(above), all.get(above), all.get(below)])).toEqual(['app', 'app', 'cluster']);
  expect(await all.removeAll()).toEqual([]);
  expect(log).toEqual(['make cluster', 'make app', 'remove app', 'remove cluster']);
});

it('one that cannot be removed is told and keeps no other', async () => {
  const log: string[] = [];
  const below = fixture('cluster', log);
  const all = shelf();
  await all.get(fixture('app', log, { needs: below, stuck: true }));
  expect(await all.removeAll()).toEqual(['app could not be removed: busy']);
  expect(log).toContain('remove cluster');
});
