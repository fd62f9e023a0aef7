import { FairleadError } from '@fairlead/runtime';
import type { Release } from './release';
import type { Revision } from './revision';

/**
 * Refuses a release that was made from another chart: it is somebody else's, whatever its name.
 * @throws FairleadError `RELEASE_FOREIGN`.
 */
export function refuseForeign(newest: Revision | undefined, release: Release): void {
  const chart = newest?.content().chart;
  if (!chart || chart.name === release.chartName) return;
  throw new FairleadError({
    code: 'RELEASE_FOREIGN',
    message: `the namespace ${release.namespace} already has a release "${release.name}", of another chart: ${chart.name} ${chart.version}`,
    next: ['set another `namespace` for this environment in .projenrc.ts, or another `app`, then run `npx projen`'],
  });
}
