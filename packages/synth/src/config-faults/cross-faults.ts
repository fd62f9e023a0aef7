import type { Fault } from '../config-error';
import { credentialFaults } from './credentials';
import { entryFaults } from './entry';
import { environmentFaults } from './environments';
import { nameFaults } from './names';
import { outlineOf } from './outline';
import { proxyFaults } from './proxies';
import { resourceFaults } from './resources';
import { variableFaults } from './variables';
import { workloadFaults } from './workloads';

/** Faults of values that are fine alone but not together, or that no schema of one value sees. Takes anything. */
export function crossFaults(config: unknown): Fault[] {
  const outline = outlineOf(config);
  return [
    ...nameFaults(outline),
    ...credentialFaults(config, outline),
    ...workloadFaults(outline),
    ...variableFaults(outline),
    ...entryFaults(outline),
    ...proxyFaults(outline),
    ...resourceFaults(outline),
    ...environmentFaults(outline),
  ];
}
