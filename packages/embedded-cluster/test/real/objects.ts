/** A pod under the strictest Pod Security level, with a volume, behind a NodePort. */
export const NODE_PORT = 30123;
export const IMAGE = 'fairlead-probe:test';

export const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
};

export const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'probe' },
  spec: {
    selector: { matchLabels: { app: 'probe' } },
    strategy: { type: 'Recreate' },
    template: {
      metadata: { labels: { app: 'probe' } },
      spec: {
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [{
          name: 'probe',
          image: IMAGE,
          imagePullPolicy: 'Never',
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          volumeMounts: [{ name: 'data', mountPath: '/data' }],
        }],
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
      },
    },
  },
};

export const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'probe' },
  spec: { type: 'NodePort', selector: { app: 'probe' }, ports: [{ port: 80, targetPort: 8080, nodePort: NODE_PORT }] },
};

export const namespace = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'probe', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
};
