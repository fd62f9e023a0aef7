import type { MachineFacts } from '../machine/facts';
import type { Conditions } from '../machine/conditions';

/** What the figures were taken on, as the lines above the table. */
export function renderMachine(facts: MachineFacts, { before, after }: { readonly before: Conditions; readonly after: Conditions }): string {
  const { cpu, cores, memoryGiB, os, versions, commit, uncommitted } = facts;
  return [
    `${cores} cores ${cpu}, ${memoryGiB} GiB, ${os}`,
    `Node ${versions.node}, npm ${versions.npm}, Nx ${versions.nx}, Go ${versions.go}; commit ${commit}${uncommitted > 0 ? `, without ${uncommitted} uncommitted changes` : ''}`,
    `before: ${conditions(before)}`,
    `after:  ${conditions(after)}`,
  ].join('\n');
}

function conditions({ load, busy }: Conditions): string {
  const others = busy.map(({ name, share }) => `${name} ${Math.round(share * 100)} %`).join(', ');
  return `load ${load.map((value) => value.toFixed(2)).join(' ')}; at work: ${others || 'nothing else'}`;
}
