import { FairleadError, ToolError } from '@fairlead/runtime';
import type { Release } from './release';
import { IMMUTABLE_STATEFUL_SET } from './replace-stateful-set';

interface Known {
  readonly pattern: RegExp;
  readonly code: string;
  readonly message: (release: Release) => string;
  /** `found` is what the pattern matched. */
  readonly next: (release: Release, found: RegExpExecArray) => readonly string[];
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
    pattern: IMMUTABLE_STATEFUL_SET,
    code: 'OBJECT_IMMUTABLE',
    message: () => 'Kubernetes does not let this part of a StatefulSet be changed',
    next: ({ namespace }, [, name = '']) => [
      'undo the change',
      `kubectl delete statefulset ${name} --namespace ${namespace} --cascade=orphan   # keeps pods and data; the next deploy makes it anew`,
    ],
  },
  {
    pattern: /field is immutable/i,
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
  for (const { pattern, code, message, next } of known) {
    const found = pattern.exec(output);
    if (found) return new FairleadError({ code, message: message(release), details: error.details, next: next(release, found), cause: error });
  }
  const message = `helm could not change the release "${release.name}"`;
  return new FairleadError({ code: 'HELM_FAILED', message, details: error.details, cause: error });
}
