import { createKubeApi, type KubeApi } from '../cluster/kube-api';
import type { Cluster } from '../cluster/cluster';
import type { CommandContext } from '../commands/context';
import { createHelm, type Helm } from '../tools/helm';
import type { KubePlace } from '../tools/kube-env';
import { createKubeTools, type KubeTools } from '../tools/kube-tools';
import { hideKnownSecrets } from './hide-known-secrets';
import { createRelease, type Release } from './release';

/** A release of a plan, and connections to where it lives. */
export interface Session {
  readonly cluster: Cluster;
  readonly release: Release;
  readonly place: KubePlace;
  /** Ends with the run. */
  readonly api: KubeApi;
  /** Goes on after an interruption, for what must be put in order. */
  readonly lastingApi: KubeApi;
  readonly tools: KubeTools;
  helm(): Promise<Helm>;
}

/** Connects to the environment's cluster, which must be running. Whatever is secret there is hidden from now on. */
export async function openSession(context: CommandContext): Promise<Session> {
  const cluster = await context.cluster();
  const target = await cluster.kubeTarget();
  const place = { ...target, namespace: context.environment.namespace };
  const tools = createKubeTools(context);
  const release = createRelease(context.plan, context.environment);
  const api = createKubeApi(target, context.signal);
  await hideKnownSecrets(api, { ...context, release });
  let helm: Promise<Helm> | undefined;
  return {
    cluster,
    release,
    place,
    api,
    lastingApi: createKubeApi(target),
    tools,
    helm: () => (helm ??= tools.find('helm').then((tool) => createHelm(tool, place))),
  };
}
