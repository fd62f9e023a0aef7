import { join } from 'node:path';
import type { BenchCase } from '../core/bench';
import type { Figure } from '../core/figure';
import { clone } from '../fixtures/clone';
import { deployedApp } from '../fixtures/deployed-app';
import { builtBytes, bytesBelow } from '../fixtures/measure-files';

const KB = 1e3;

/** What a builder is sent, as BuildKit itself reads the `.dockerignore`. */
export const contexts: BenchCase = {
  name: 'contexts',
  title: 'what the builder is sent for each image',
  run: async (bench) => {
    const { path } = await bench.fixtures.get(clone);
    const { plan } = await bench.fixtures.get(deployedApp);
    const figures: Figure[] = [];
    for (const { name, root } of plan.workloads) {
      const folder = path(root);
      const sent = await builtBytes(bench, { dockerfile: 'FROM scratch\nCOPY . /\n', context: folder });
      const bundle = bytesBelow(join(folder, 'dist'));
      figures.push({ what: `${name}, whole context`, unit: 'kB', values: [sent / KB] }, { what: `${name}, beside the bundle`, unit: 'kB', values: [(sent - bundle) / KB], aim: 1000 });
    }
    return figures;
  },
};
