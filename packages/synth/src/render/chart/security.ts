import { block, when, type HelmMap, type HelmValue } from './helm-yaml';

/** Above 10000, so that it is nobody's on the node; the same one in every image. */
const UID = 65532;

/** What Pod Security `restricted` demands of a pod, and more. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const podSecurity: HelmValue = {
  runAsNonRoot: true,
  runAsUser: UID,
  runAsGroup: UID,
  // Volumes belong to this group: that is how a database without root can write to its own.
  fsGroup: UID,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
};

export const containerSecurity: HelmValue = {
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
};

/** What the spec of every pod begins with: an account of its own that may do nothing, and no privileges. */
export function podDefaults(serviceAccountName: HelmValue): HelmMap {
  return {
    serviceAccountName,
    automountServiceAccountToken: false,
    // A Service called `database` would otherwise set DATABASE_* in every container.
    enableServiceLinks: false,
    ...when('.Values.imagePullSecrets', { imagePullSecrets: block('toYaml .Values.imagePullSecrets') }),
    securityContext: podSecurity,
  };
}

/** The only place a container may write to, beside its volumes. */
export const scratch = (name: string, sizeLimit = '64Mi'): HelmValue => ({ name, emptyDir: { sizeLimit } });
