import type { HelmValue } from './helm-yaml';

/** Above 10000, so that it is nobody's on the node; the same one in every image. */
const UID = 65532;

/** What Pod Security `restricted` demands of a pod, and more. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export const podSecurity: HelmValue = {
  runAsNonRoot: true,
  runAsUser: UID,
  runAsGroup: UID,
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

/** The only place a container may write to, beside its volumes. */
export const scratch = (name: string, sizeLimit = '64Mi'): HelmValue => ({ name, emptyDir: { sizeLimit } });
