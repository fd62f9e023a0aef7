import { describeFound, faultAt, type Fault } from '../config-error';
import { tryQuantity } from '../quantity';
import { at, entriesOf, type Outline } from './outline';

/** Requests above limits, which Kubernetes refuses: in a workload, and in what an environment makes of it. */
export function resourceFaults({ workloads, environments }: Outline): Fault[] {
  return [
    ...workloads.flatMap(({ name, resources }) => requestFaults(`workloads.${name}.resources`, resources, undefined)),
    ...environments.flatMap((environment) =>
      environment.workloads.flatMap(([name, changes]) => {
        const changed = at(changes, 'resources');
        const base = workloads.find((workload) => workload.name === name)?.resources;
        return changed === undefined ? [] : requestFaults(`environments.${environment.name}.workloads.${name}.resources`, changed, base);
      }),
    ),
  ];
}

function requestFaults(path: string, resources: unknown, base: unknown): Fault[] {
  const value = (list: string, kind: string): unknown => at(at(resources, list), kind) ?? at(at(base, list), kind);
  const kinds = new Set([...entriesOf(at(resources, 'requests')), ...entriesOf(at(resources, 'limits'))].map(([kind]) => kind));
  return [...kinds].flatMap((kind): Fault[] => {
    const [request, limit] = [value('requests', kind), value('limits', kind)];
    const [asked, most] = [tryQuantity(request), tryQuantity(limit)];
    if (asked === undefined || most === undefined || asked <= most) return [];
    return [faultAt(`${path}.requests.${kind}`, `expected no more than its limit, ${describeFound(limit)}`, request)];
  });
}
