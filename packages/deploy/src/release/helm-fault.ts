import { FairleadError, ToolError } from '@fairlead/runtime';
import type { Release } from './release';

interface Known {
  readonly pattern: RegExp;
  readonly code: string;
  readonly message: (release: Release) => string;
  readonly next: (release: Release) => readonly string[];
}

/** What Helm says, and what it means here. */
const known: readonly Known[] = [
  {
    pattern: /another operation .* is in progress/,
    code: 'RELEASE_BUSY',
    message: ({ name }) => `another Helm is changing the release "${name}" at this moment`,
    next: () => ['wait for it to end, then deploy again'],
  },
  {
    pattern: /invalid ownership metadata|cannot be imported into the current release/,
    code: 'OBJECT_FOREIGN',
    message: ({ namespace }) => `the namespace ${namespace} already has an object of that name, and it is not of this release`,
    next: () => ['remove it if it is not needed', 'or use another `namespace` or `release` for this environment in .projenrc.ts'],
  },
  {
    pattern: /don't meet the specifications of the schema/,
    code: 'VALUES_INVALID',
    message: ({ chartName }) => `the values of this environment do not fit the chart ${chartName}`,
    next: () => ['`npx projen` writes chart and plan anew from .projenrc.ts'],
  },
  {
    pattern: /field is immutable|updates to statefulset spec .* are forbidden/i,
    code: 'OBJECT_IMMUTABLE',
    message: () => 'Kubernetes does not let this change be made to an object that exists',
    next: () => ['undo the change', 'or remove the object named above, then deploy again'],
  },
  {
    pattern: /cluster unreachable|connection refused|i\/o timeout|no such host/i,
    code: 'CLUSTER_UNREACHABLE',
    message: () => 'Helm cannot reach the cluster',
    next: (release) => [`${release.command('doctor')}   # says what stands in the way`],
  },
  {
    pattern: /is being terminated/,
    code: 'NAMESPACE_TERMINATING',
    message: ({ namespace }) => `the namespace "${namespace}" is being deleted`,
    next: () => ['wait until it is gone, then deploy again'],
  },
];

/** Turns a failure of helm into one that says what to do; keeps its last lines. */
export function helmFault(error: unknown, release: Release): unknown {
  if (!(error instanceof ToolError) || error.code !== 'TOOL_FAILED') return error;
  const output = `${error.result.stderr ?? ''}\n${error.result.stdout ?? ''}`;
  const match = known.find(({ pattern }) => pattern.test(output));
  return new FairleadError({
    code: match?.code ?? 'HELM_FAILED',
    message: match?.message(release) ?? `helm could not install the release "${release.name}"`,
    details: error.details,
    next: match?.next(release) ?? [],
    cause: error,
  });
}
