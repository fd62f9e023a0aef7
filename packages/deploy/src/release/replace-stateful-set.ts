import type { KubernetesObject } from '@kubernetes/client-node';
import { ToolError, type Progress } from '@fairlead/runtime';
import type { Session } from './session';

/** What the API server says, through Helm, of a change to a field of a StatefulSet that is fixed once it exists. */
export const IMMUTABLE_STATEFUL_SET = /StatefulSet\.apps \\?"([^"\\]+)\\?" is invalid: spec: Forbidden: updates to statefulset spec/;

interface Replacing<T> extends Pick<Session, 'lastingApi' | 'release'> {
  readonly progress: Progress;
  /** What Helm is asked to do. */
  readonly change: () => Promise<T>;
  /** Called before the second try, which Helm counts as a revision of its own. */
  readonly beforeAgain?: () => Promise<void>;
}

/**
 * Runs a change that Helm makes; when a fixed field of a StatefulSet is in its way, takes that StatefulSet away,
 * leaving its pods and volumes, and runs the change once more, which makes the StatefulSet anew around them.
 * @throws what the change threw, when it was something else or the StatefulSet is not of this release
 * @see https://kubernetes.io/docs/tasks/run-application/delete-stateful-set/
 */
export async function replacingStatefulSets<T>(options: Replacing<T>): Promise<T> {
  try {
    return await options.change();
  } catch (error) {
    const name = tryImmutable(error);
    if (!name || !(await tryOrphan(options, name))) throw error;
    options.progress.info(`StatefulSet ${name} has fields that cannot be changed: it is made anew around its pods and its data`);
    await options.beforeAgain?.();
    return options.change();
  }
}

function tryImmutable(error: unknown): string | undefined {
  if (!(error instanceof ToolError)) return undefined;
  return IMMUTABLE_STATEFUL_SET.exec(`${error.result.stderr ?? ''}\n${error.result.stdout ?? ''}`)?.[1];
}

/** Takes it away without its pods, if it is of this release. @returns whether it was. */
async function tryOrphan({ lastingApi: api, release }: Pick<Session, 'lastingApi' | 'release'>, name: string): Promise<boolean> {
  const ref = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name, namespace: release.namespace } };
  const found = await api.tryRead<KubernetesObject>(ref);
  if (found?.metadata?.annotations?.['meta.helm.sh/release-name'] !== release.name) return false;
  await api.orphan(ref);
  return true;
}
