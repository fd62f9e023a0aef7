import type { BenchCase } from '../core/bench';
import { interleave, secondsOf } from '../core/interleave';
import { cluster } from '../fixtures/cluster';

/** The embedded cluster, stopped and started again. */
export const clusterStart: BenchCase = {
  name: 'cluster',
  title: 'the embedded cluster: down, then up until it is usable',
  run: async (bench) => {
    const { up, down, status } = await bench.fixtures.get(cluster);
    const residents: number[] = [];
    const seconds = await interleave(
      {
        up: async () => {
          await down();
          const taken = await secondsOf(up);
          const { members } = await status();
          residents.push(members.reduce((sum, { rssBytes = 0 }) => sum + rssBytes, 0) / 1e6);
          return taken;
        },
      },
      bench.runs,
    );
    return [
      { what: 'up', unit: 's', values: seconds.up, aim: 5, remark: 'programs built before; ends when the node is Ready and DNS answers' },
      { what: 'memory', unit: 'MB', values: residents, aim: 1200, remark: 'resident, all members, right after up' },
    ];
  },
};
