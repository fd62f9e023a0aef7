import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * The user's kubeconfig, as kubectl finds it: `KUBECONFIG`, which may be a list of files, else `~/.kube/config`.
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
 */
export function userKubeconfig(env: NodeJS.ProcessEnv = process.env): string {
  const given = (env['KUBECONFIG'] ?? '').split(delimiter).filter(Boolean).join(delimiter);
  return given || join(homedir(), '.kube', 'config');
}
