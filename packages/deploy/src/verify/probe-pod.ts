import type { V1Pod } from '@kubernetes/client-node';

export interface ProbePod {
  readonly name: string;
  readonly namespace: string;
  /** Those of the pods in whose place it stands, so that network policies treat it as one of them. */
  readonly labels: Readonly<Record<string, string>>;
  /** A running pod whose image brings Node: the probe uses its image, on its node. */
  readonly lender: V1Pod;
  readonly url: string;
}

/** Marks probe pods, so that one left behind by a run that was killed is found. */
export const PROBE_LABEL = 'fairlead.dev/probe';

const UID = 65532;
const DEADLINE_S = 60;
// `node -e` hands over the URL as argv[1]. A Service may need a moment to know its pods, hence the second tries.
const SCRIPT = `
const attempt = async (left) => {
  const start = performance.now();
  try {
    const { status } = await fetch(process.argv[1], { signal: AbortSignal.timeout(3000) });
    return { status, ms: Math.round(performance.now() - start) };
  } catch (error) {
    if (left > 0) return new Promise((next) => setTimeout(next, 500)).then(() => attempt(left - 1));
    return { error: error.cause?.code ?? error.message };
  }
};
attempt(4).then((outcome) => console.log(JSON.stringify(outcome)));
`;

/** A pod that asks one URL and ends. Pure. */
export function renderProbePod({ name, namespace, labels, lender, url }: ProbePod): V1Pod {
  const { nodeName, imagePullSecrets, containers = [] } = lender.spec ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { ...labels, [PROBE_LABEL]: 'true' } },
    spec: {
      restartPolicy: 'Never',
      activeDeadlineSeconds: DEADLINE_S,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      // Nobody ever sets this condition: with the labels of a workload and ready, it would be given its traffic.
      readinessGates: [{ conditionType: 'fairlead.dev/never' }],
      ...(nodeName === undefined ? {} : { nodeName }),
      ...(imagePullSecrets === undefined ? {} : { imagePullSecrets }),
      securityContext: { runAsNonRoot: true, runAsUser: UID, runAsGroup: UID, fsGroup: UID, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'probe',
          image: containers[0]?.image ?? '',
          imagePullPolicy: 'IfNotPresent',
          args: ['-e', SCRIPT, url],
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            capabilities: { drop: ['ALL'] },
          },
          resources: {
            requests: { cpu: '10m', memory: '64Mi', 'ephemeral-storage': '16Mi' },
            limits: { cpu: '1', memory: '192Mi', 'ephemeral-storage': '64Mi' },
          },
        },
      ],
    },
  };
}
