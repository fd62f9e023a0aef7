import type { Model } from '../../model/model';
import { block, expr, manifests, renderManifest, when, type HelmValue } from './helm-yaml';
import { chartNames, valueOf } from './names';
import { containerSecurity, podSecurity, scratch } from './security';

/** An identity of its own per component, which may do nothing. */
export function renderServiceAccounts(model: Model): string {
  const names = chartNames(model);
  const components = [...model.workloads.map(({ name }) => name), ...(model.database.provision === 'in-cluster' ? ['postgres'] : [])];
  return manifests(
    ...components.map((component) =>
      renderManifest({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: names.metadata(component, component), automountServiceAccountToken: false }),
    ),
  );
}

/** With one replica a budget would only block the node's maintenance. */
export function renderDisruptionBudgets(model: Model): string {
  const names = chartNames(model);
  return manifests(
    ...model.workloads.map(({ name }) =>
      renderManifest(
        {
          apiVersion: 'policy/v1',
          kind: 'PodDisruptionBudget',
          metadata: names.metadata(name, name),
          spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: names.selector(name) } },
        },
        `gt (int ${valueOf(name, 'replicaCount')}) 1`,
      ),
    ),
  );
}

export function renderIngress(model: Model): string {
  const names = chartNames(model);
  return renderManifest(
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: names.metadata(model.entry, model.entry),
      spec: {
        ...when('.Values.ingress.className', { ingressClassName: expr('.Values.ingress.className') }),
        tls: [{ hosts: [expr('.Values.ingress.host | quote')], secretName: expr('required "ingress.tlsSecret is missing: an ingress without TLS is not offered" .Values.ingress.tlsSecret') }],
        rules: [
          {
            host: expr('required "ingress.host is missing" .Values.ingress.host | quote'),
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: names.object(model.entry), port: { name: 'http' } } } }] },
          },
        ],
      },
    },
    '.Values.ingress.enabled',
  );
}

/** `helm test`: asks every workload from inside the cluster, with an image that is there already. */
export function renderTest(model: Model): string {
  const names = chartNames(model);
  const runner = model.workloads.find(({ kind }) => kind === 'node-service');
  if (runner === undefined) return '';
  const image = valueOf(runner.name, 'image');
  const urls: HelmValue[] = model.workloads.map(({ name, probes }) =>
    expr(`printf "http://%s-${name}:%v${probes.readiness.path}" (${names.fullname}) ${valueOf(name, 'service.port')} | quote`),
  );
  const script = 'Promise.all(process.argv.slice(1).map(async (url) => { const { status } = await fetch(url, { signal: AbortSignal.timeout(10000) }); console.log(status, url); if (status !== 200) process.exitCode = 1; })).catch((error) => { console.error(error); process.exit(1); })';
  return renderManifest({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: names.metadata('test', 'test', { annotations: { 'helm.sh/hook': 'test', 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded' } }),
    spec: {
      restartPolicy: 'Never',
      activeDeadlineSeconds: 60,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...when('.Values.imagePullSecrets', { imagePullSecrets: block('toYaml .Values.imagePullSecrets') }),
      serviceAccountName: names.object(runner.name),
      securityContext: podSecurity,
      containers: [
        {
          name: 'test',
          image: names.image(image),
          imagePullPolicy: names.pullPolicy(image),
          securityContext: containerSecurity,
          args: ['-e', script, ...urls],
          resources: block(`toYaml ${valueOf(runner.name, 'resources')}`),
          volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
        },
      ],
      volumes: [scratch('tmp')],
    },
  });
}
