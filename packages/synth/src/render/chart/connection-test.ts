import type { Model, Server, Workload } from '../../model/model';
import { block, expr, renderManifest, type HelmValue } from './helm-yaml';
import { chartNames, valueOf, type ChartNames } from './names';
import { containerSecurity, podDefaults, scratch } from './security';

const SECONDS = 60;

/** Asks until each URL answers: a name or an endpoint may take a moment to be known everywhere. */
const SCRIPT = `const ask = async (url) => {
  for (;;) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).then(({ status }) => status, (error) => error.cause?.code ?? error.message);
    console.log(answer, url);
    // A service that refuses a request was reached; a proxy that cannot reach it answers 502 or 504.
    if (typeof answer === 'number' && answer < 500) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
};
await Promise.all(process.argv.slice(1).map(ask));
`;

/**
 * `helm test`: every workload answers inside the cluster, and each web app reaches what it proxies to.
 * Runs the image of the first workload on Node, which is on the nodes already. Empty where there is none.
 */
export function renderConnectionTest(model: Model): string {
  const names = chartNames(model);
  const runner = testRunner(model);
  if (runner === undefined) return '';
  return renderManifest({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: names.metadata('test', 'test', { annotations: { 'helm.sh/hook': 'test', 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded' } }),
    spec: {
      ...podDefaults(names.object('test')),
      restartPolicy: 'Never',
      activeDeadlineSeconds: SECONDS,
      containers: [container(runner, model, names)],
      volumes: [scratch('tmp')],
    },
  });
}

/** The workload whose image the test runs in. */
export function testRunner({ workloads }: Model): Workload | undefined {
  return workloads.find(({ dockerfile }) => dockerfile === 'node');
}

function container(runner: Workload, model: Model, names: ChartNames): HelmValue {
  const image = valueOf(runner.name, 'image');
  return {
    name: 'test',
    image: names.image(image),
    imagePullPolicy: names.pullPolicy(image),
    securityContext: containerSecurity,
    args: ['--input-type=module', '-e', SCRIPT, ...model.workloads.filter(({ runs }) => runs === 'server').flatMap((workload) => urls(workload as Server, names))],
    resources: block(`toYaml ${valueOf(runner.name, 'resources')}`),
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
  };
}

function urls({ name, probes, proxy }: Server, { fullname }: ChartNames): HelmValue[] {
  const paths = [probes.readiness.path, ...proxy.map(({ path }) => `${path.replace(/\/$/, '')}/`)];
  return paths.map((path) => expr(`printf "http://%s-${name}:%v${path}" (${fullname}) ${valueOf(name, 'service.port')} | quote`));
}
