import { readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';

const named = z.object({ name: z.string() });
const clusterSchema = named.extend({ cluster: z.looseObject({ extensions: z.array(z.looseObject({ extension: z.looseObject({ provider: z.string().optional() }).nullish() })).nullish() }) });
const contextSchema = named.extend({ context: z.looseObject({ cluster: z.string() }) });
const kubeconfigSchema = z.looseObject({ clusters: z.array(clusterSchema).nullish(), contexts: z.array(contextSchema).nullish() });
type Kubeconfig = z.infer<typeof kubeconfigSchema>;

const PROVIDER = 'minikube.sigs.k8s.io';

/**
 * The context of a profile: the one of its name, or, where the user renamed that, one that leads to the cluster which
 * Minikube entered under the profile's name. The profile's name when there is neither.
 * @param kubeconfig one file, or several in a list; what cannot be read is left out.
 */
export function minikubeContext(kubeconfig: string, profile: string): string {
  const files = kubeconfig.split(delimiter).filter(Boolean).map(tryRead);
  const contexts = files.flatMap((file) => file?.contexts ?? []);
  if (contexts.some(({ name }) => name === profile)) return profile;
  const own = files.flatMap((file) => file?.clusters ?? []).find(({ name, cluster }) => name === profile && cluster.extensions?.some(({ extension }) => extension?.provider === PROVIDER));
  return (own && contexts.find(({ context }) => context.cluster === profile)?.name) ?? profile;
}

function tryRead(path: string): Kubeconfig | undefined {
  try {
    return kubeconfigSchema.safeParse(load(readFileSync(path, 'utf8'))).data;
  } catch {
    // Whoever connects says what is wrong with it.
    return undefined;
  }
}
