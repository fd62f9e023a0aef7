/** Why a pod does not serve. */
export type ProblemKind =
  | 'image'
  | 'crash'
  | 'out-of-memory'
  | 'probe'
  | 'config'
  | 'unschedulable'
  | 'volume'
  | 'refused'
  | 'not-ready';

export interface Problem {
  readonly kind: ProblemKind;
  /** The workload in the config, e.g. `backend`. */
  readonly workload: string;
  /** One sentence without a final stop, e.g. `crashed with exit code 1, 3 times`. */
  readonly reason: string;
  readonly pod?: string;
  readonly container?: string;
  /** Waiting longer will not mend it. */
  readonly fatal: boolean;
  /** It happened before what it needs was there, and may be over with that. */
  readonly early?: true;
}

/** Most telling first: what is shown when several pods have different problems. */
const ranking: readonly ProblemKind[] = ['refused', 'image', 'config', 'out-of-memory', 'crash', 'probe', 'unschedulable', 'volume', 'not-ready'];

/** The problem that explains the others best. */
export function tryWorst(problems: readonly Problem[]): Problem | undefined {
  const rank = ({ kind, fatal }: Problem): number => ranking.indexOf(kind) - (fatal ? ranking.length : 0);
  return [...problems].sort((a, b) => rank(a) - rank(b))[0];
}

/** Which edit or command mends it, most likely first. */
export function adviceFor({ kind, workload }: Problem): readonly string[] {
  const config = workload === 'postgres' ? 'database: postgres({ ... })' : `workloads.${workload}`;
  const advice: Record<ProblemKind, readonly string[]> = {
    image: [`npx nx build-image ${workload}   # the cluster does not have this image`, `check ${config}.image in .projenrc.ts`],
    crash: ['read the log lines above; the container ended by itself', `check ${config}.env and ${config}.secrets in .projenrc.ts`],
    'out-of-memory': [`raise ${config}.resources.limits.memory in .projenrc.ts, then run \`npx projen\``],
    probe: [`check ${config}.port, readinessPath and livenessPath in .projenrc.ts`],
    config: [`check ${config}.env and the secrets it names in .projenrc.ts`],
    unschedulable: [`lower ${config}.resources.requests or ${config}.replicas in .projenrc.ts, or give the cluster more room`],
    volume: ['check that the cluster has a default StorageClass: kubectl get storageclass', 'or set `storage.className` of the environment in .projenrc.ts'],
    refused: ['the cluster refuses to create the pods; its sentence above names the rule or the quota'],
    'not-ready': [`check ${config}.readinessPath in .projenrc.ts: the container runs but never says that it is ready`],
  };
  return advice[kind];
}
