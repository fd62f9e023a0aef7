import { FairleadError, ToolError } from '@fairlead/runtime';
import { forbiddenAdvice, unauthorizedAdvice } from '../cluster/api-error';
import { IMMUTABLE_STATEFUL_SET } from './replace-stateful-set';
import type { Session } from './session';

/** Whose Helm it is. */
type Subject = Pick<Session, 'release' | 'place'>;

interface Known {
  readonly pattern: RegExp;
  readonly code: string;
  readonly message: (subject: Subject) => string;
  /** `found` is what the pattern matched, in all that Helm said. */
  readonly next: (subject: Subject, found: RegExpExecArray) => readonly string[];
}

/** What Helm says, and what it means here; the first that fits. */
const known: readonly Known[] = [
  {
    pattern: /another operation .* is in progress/,
    code: 'RELEASE_BUSY',
    message: ({ release }) => `another Helm is changing the release "${release.name}" at this moment`,
    next: () => ['wait for it to end, then deploy again'],
  },
  {
    pattern: /invalid ownership metadata|cannot be imported into the current release/,
    code: 'OBJECT_FOREIGN',
    message: ({ release }) => `the namespace ${release.namespace} already has an object of that name, and it is not of this release`,
    next: () => ['remove it if it is not needed', 'or use another `namespace` for this environment in .projenrc.ts, or another `app`'],
  },
  {
    pattern: /don't meet the specifications of the schema/,
    code: 'VALUES_INVALID',
    message: ({ release }) => `the values of this environment do not fit the chart ${release.chartName}`,
    next: () => ['`npx projen` writes chart and plan anew from .projenrc.ts'],
  },
  {
    pattern: IMMUTABLE_STATEFUL_SET,
    code: 'OBJECT_IMMUTABLE',
    message: () => 'Kubernetes does not let this part of a StatefulSet be changed',
    next: ({ release }, [, name = '']) => [
      'undo the change',
      `kubectl delete statefulset ${name} --namespace ${release.namespace} --cascade=orphan   # keeps pods and data; the next deploy makes it anew`,
    ],
  },
  {
    pattern: /PersistentVolumeClaim "([^"]+)" is invalid|persistentvolumeclaims "([^"]+)" is forbidden: only dynamically provisioned/,
    code: 'OBJECT_IMMUTABLE',
    message: () => 'of a volume only the size can change, and only to grow, where its storage class allows it',
    next: () => ['set `storage` of the database, or of this environment, in .projenrc.ts to what the volume has or more, then run `npx projen`', 'kubectl get storageclass   # ALLOWVOLUMEEXPANSION says whether it can grow'],
  },
  {
    pattern: /field is immutable/i,
    code: 'OBJECT_IMMUTABLE',
    message: () => 'Kubernetes does not let this change be made to an object that exists',
    next: () => ['undo the change', 'or remove the object named above, then deploy again'],
  },
  {
    pattern: /the server has asked for the client to provide credentials|\bUnauthorized\b/,
    code: 'CLUSTER_REFUSED',
    message: () => 'the cluster does not accept the credentials of the kubeconfig',
    next: ({ place }) => unauthorizedAdvice(place.context),
  },
  {
    pattern: /cluster unreachable|connection refused|i\/o timeout|no such host|TLS handshake timeout/i,
    code: 'CLUSTER_UNREACHABLE',
    message: () => 'Helm cannot reach the cluster',
    next: ({ release }) => [`${release.command('doctor')}   # says what stands in the way`],
  },
  {
    pattern: /is being terminated/,
    code: 'NAMESPACE_TERMINATING',
    message: ({ release }) => `the namespace "${release.namespace}" is being deleted`,
    next: () => ['wait until it is gone, then deploy again'],
  },
  {
    pattern: /exceeded quota: ([\w.-]+)/,
    code: 'CLUSTER_FORBIDDEN',
    message: ({ release }) => `a quota of the namespace ${release.namespace} is used up`,
    next: ({ release, place }, [, quota = '']) => [
      `kubectl describe resourcequota ${quota} --namespace ${release.namespace} --context ${place.context}   # used and hard`,
      'lower `replicas` or `resources` in .projenrc.ts, or ask for a larger quota',
    ],
  },
  {
    pattern: /admission webhook "([^"]+)" denied|ValidatingAdmissionPolicy '([^']+)'/,
    code: 'CLUSTER_FORBIDDEN',
    message: () => 'a policy of the cluster refuses an object of the chart',
    next: (_, [, webhook, policy]) => [`the lines above say what ${webhook ?? policy ?? 'it'} wants: change the config to fit it, or ask who runs the cluster`],
  },
  {
    pattern: / is forbidden: .*/,
    code: 'CLUSTER_FORBIDDEN',
    message: () => 'the cluster does not let Helm do what the chart needs',
    next: ({ place }, [sentence]) => forbiddenAdvice(sentence, place.context),
  },
  {
    pattern: /no matches for kind "([^"]+)" in version "([^"]+)"/,
    code: 'CLUSTER_REFUSED',
    message: () => 'the cluster does not know a kind of object that the chart has',
    next: ({ place }, [, kind = '', version = '']) => [
      `kubectl api-resources --api-group=${version.includes('/') ? (version.split('/')[0] ?? '') : "''"} --context ${place.context}   # has no ${kind} ${version}: the cluster is too old, or lacks an add-on`,
    ],
  },
  {
    pattern: /has no deployed releases/,
    code: 'HELM_FAILED',
    message: ({ release }) => `Helm finds no revision of "${release.name}" that it could upgrade`,
    next: ({ release }) => [`${release.command('undeploy')}   # its data stays`, release.command('deploy')],
  },
  {
    pattern: /(\w+)(?:\.[\w.-]+)? "([^"]+)" is invalid: /,
    code: 'HELM_FAILED',
    message: () => 'the cluster finds an object invalid',
    next: ({ release, place }, [, kind = '', name = '']) => [
      'the lines above name the field: mend what sets it in .projenrc.ts, then run `npx projen`',
      `kubectl get ${kind.toLowerCase()} ${name} --namespace ${release.namespace} --context ${place.context} --output yaml   # was it changed by hand? Without it, the next deploy makes it anew`,
    ],
  },
  {
    pattern: /hooks? failed|timed out waiting|context deadline exceeded/i,
    code: 'HELM_FAILED',
    message: () => 'Helm waited in vain',
    next: ({ release }) => [`${release.command('status')}   # what runs, and what does not`, `${release.command('deploy')}   # tries again`],
  },
];

/** Turns a failure of helm into one that says what to do; keeps its last lines. */
export function helmFault(error: unknown, subject: Subject): unknown {
  if (!(error instanceof ToolError) || error.code !== 'TOOL_FAILED') return error;
  const output = `${error.result.stderr ?? ''}\n${error.result.stdout ?? ''}`;
  for (const { pattern, code, message, next } of known) {
    const found = pattern.exec(output);
    if (found) return new FairleadError({ code, message: message(subject), details: error.details, next: next(subject, found), cause: error });
  }
  const { release, place } = subject;
  return new FairleadError({
    code: 'HELM_FAILED',
    message: `helm could not change the release "${release.name}"`,
    details: error.details,
    next: [
      `${release.command('doctor')}   # says what stands in the way`,
      `helm history ${release.name} --kube-context ${place.context} --namespace ${release.namespace}   # what Helm did before`,
      `${release.command('deploy')}   # tries again`,
    ],
    cause: error,
  });
}
