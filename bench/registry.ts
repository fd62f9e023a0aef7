import { builders } from './cases/builders';
import { clusterStart } from './cases/cluster-start';
import { contexts } from './cases/contexts';
import { crash } from './cases/crash';
import { edit } from './cases/edit';
import { imageSizes } from './cases/image-sizes';
import { noopDeploy } from './cases/noop-deploy';
import { synth } from './cases/synth';
import type { BenchCase } from './core/bench';

/** In the order they run: the cluster is measured before the app is on it. */
export const cases: readonly BenchCase[] = [synth, clusterStart, noopDeploy, edit, crash, builders, imageSizes, contexts];
