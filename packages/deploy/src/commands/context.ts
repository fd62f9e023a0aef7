import type { EnvironmentPlan, Plan } from '@fairlead/plan';
import { FairleadError, type Progress } from '@fairlead/runtime';
import type { Cluster } from '../cluster/cluster';
import type { Redaction } from '../release/redaction';
import { readSecrets, type SecretSource, type SecretValues } from '../release/secret-source';

/** Everything a verb may know about the run it is part of. */
export interface CommandContext {
  readonly plan: Plan;
  readonly environment: EnvironmentPlan;
  /** Absolute path of the workspace root, to which the plan's paths are relative. */
  readonly root: string;
  readonly progress: Progress;
  /** Aborted by SIGINT and SIGTERM; whatever waits must end with it. */
  readonly signal: AbortSignal;
  readonly json: boolean;
  readonly redaction: Redaction;
  /** The secrets that a person gave; read on the first call. @throws FairleadError `SECRETS_UNREADABLE`. */
  secrets(): SecretSource;
  /** The environment's cluster; chosen on the first call, the same one after it. It may not be running yet. */
  cluster(): Promise<Cluster>;
}

export interface ContextOptions extends Omit<CommandContext, 'environment' | 'cluster' | 'secrets'> {
  /** Name of the environment. Default: the first of the plan. */
  readonly environmentName: string | undefined;
  /** Secrets that came by the environment. */
  readonly given: SecretValues;
  selectCluster(environment: EnvironmentPlan): Promise<Cluster>;
}

/** @throws FairleadError `ENVIRONMENT_UNKNOWN` for a name that the plan does not have. */
export function createContext(options: ContextOptions): CommandContext {
  const { environmentName, given, selectCluster, ...rest } = options;
  const environment = findEnvironment(options.plan, environmentName);
  let cluster: Promise<Cluster> | undefined;
  let secrets: SecretSource | undefined;
  return {
    ...rest,
    environment,
    secrets: () => (secrets ??= readSecrets({ plan: rest.plan, environmentName: environment.name, root: rest.root, given })),
    cluster: () => (cluster ??= selectCluster(environment)),
  };
}

function findEnvironment(plan: Plan, name: string | undefined): EnvironmentPlan {
  const found = name === undefined ? plan.environments[0] : plan.environments.find((e) => e.name === name);
  if (found) return found;
  const known = plan.environments.map((e) => e.name).join(', ');
  throw new FairleadError({
    code: 'ENVIRONMENT_UNKNOWN',
    message: `${plan.app} has no environment ${JSON.stringify(name ?? '')}`,
    next: [`use one of: ${known || 'none is configured'}`, 'add it under `environments` in .projenrc.ts, then run `npx projen`'],
  });
}
