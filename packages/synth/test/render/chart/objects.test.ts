import { exampleModel } from '../../example';
import { find, INGRESS, PASSWORD, podOf, pods, runHelm, template, writeChart, type KubeObject } from './helm';

const model = exampleModel();
const objects = template(model, ...PASSWORD);
const of = (kind: string, among = objects): KubeObject[] => among.filter((object) => object.kind === kind);

describe('the chart', () => {
  it.each([
    ['with what a plain install needs', model, PASSWORD],
    ['with Secrets made elsewhere', model, ['--set', 'secrets.existingSecret=a,postgres.existingSecret=b']],
    ['with an ingress', model, [...PASSWORD, ...INGRESS]],
    ['with an external database', exampleModel({ database: { provision: 'external' } }), ['--set', 'secrets.DATABASE_URL=postgres://db/shop']],
  ])('passes helm lint --strict %s', (_, of, args) => {
    expect(runHelm('lint', '--strict', writeChart(of), ...args)).toMatch(/1 chart\(s\) linted, 0 chart\(s\) failed/);
  });

  it('renders the same bytes twice', () => {
    const folder = writeChart(model);
    expect(runHelm('template', 'shop', folder, ...PASSWORD)).toBe(runHelm('template', 'shop', folder, ...PASSWORD));
    expect(runHelm('template', 'shop', writeChart(exampleModel()), ...PASSWORD)).toBe(runHelm('template', 'shop', folder, ...PASSWORD));
  });

  it('labels everything, and selects by what never changes', () => {
    const names = ['name', 'instance', 'component', 'part-of', 'managed-by', 'version'].map((name) => `app.kubernetes.io/${name}`);
    for (const { metadata } of objects) expect(Object.keys(metadata.labels).sort()).toEqual([...names, 'helm.sh/chart'].sort());
    for (const { spec } of [...of('Deployment'), ...of('StatefulSet')]) {
      expect(Object.keys((spec['selector'] as { matchLabels: object }).matchLabels).sort()).toEqual(['component', 'instance', 'name'].map((name) => `app.kubernetes.io/${name}`));
    }
  });

  it('names no namespace: that is the choice of who installs it', () => {
    for (const { metadata } of objects) expect(metadata).not.toHaveProperty('namespace');
  });

  it.each([
    ['shop', 'shop-api'],
    ['my-shop', 'my-shop-api'],
    ['other', 'other-shop-api'],
  ])('called as release %s, names its first Service %s', (release, name) => {
    expect(runHelm('template', release, writeChart(model), ...PASSWORD)).toContain(`  name: ${name}\n`);
  });

  it.each([['1app'], ['app.name']])('refuses the release name %s, which no Service can be named after', (release) => {
    expect(() => runHelm('template', release, writeChart(model), ...PASSWORD)).toThrow(/cannot be part of a Service's name: begin with a letter/);
  });

  it('refuses a release name that would make names too long', () => {
    expect(() => runHelm('template', 'a'.repeat(39), writeChart(model), ...PASSWORD)).toThrow(/is too long/);
    expect(runHelm('template', 'a'.repeat(38), writeChart(model), ...PASSWORD)).toContain(`${'a'.repeat(38)}-shop-postgres`);
  });

  it('says after the install what to do, with the namespace and without a secret', () => {
    const notes = runHelm('install', 'shop', writeChart(model), '--dry-run=client', '--namespace', 'market', '--set', 'postgres.password=hush-hush').split('NOTES:')[1]!;
    expect(notes).toContain('kubectl --namespace market get pods --selector app.kubernetes.io/instance=shop');
    expect(notes).toContain('kubectl --namespace market port-forward service/shop-page 8080:80');
    expect(notes).not.toContain('hush-hush');
  });
});

describe('Services', () => {
  it('stay inside the cluster, and point at pods that exist and ports they have', () => {
    expect(of('Service').map(({ metadata }) => metadata.name).sort()).toEqual(['shop-api', 'shop-page', 'shop-postgres', 'shop-postgres-pods']);
    for (const { spec } of of('Service')) {
      expect(spec['type']).toBe('ClusterIP');
      const matches = pods(objects).filter(({ labels }) => Object.entries(spec['selector'] as object).every(([key, value]) => labels[key] === value));
      expect(matches).toHaveLength(1);
      const ports = (matches[0]!.spec.containers[0].ports ?? []).map(({ name }) => name);
      for (const { targetPort } of spec['ports'] as { targetPort: string }[]) expect(ports).toContain(targetPort);
    }
  });
});

describe('disruption budgets', () => {
  it('exist only for what has several replicas, and never block a broken pod', () => {
    expect(of('PodDisruptionBudget').map(({ metadata, spec }) => [metadata.name, spec['maxUnavailable'], spec['unhealthyPodEvictionPolicy']])).toEqual([['shop-api', 1, 'AlwaysAllow']]);
    expect(of('PodDisruptionBudget', template(model, ...PASSWORD, '--set', 'api.replicaCount=1,page.replicaCount=3')).map(({ metadata }) => metadata.name)).toEqual(['shop-page']);
  });
});

describe('the ingress', () => {
  it('is off by default', () => {
    expect(of('Ingress')).toEqual([]);
  });

  it('is offered only with TLS, and leads to the entry', () => {
    const { spec } = find(template(model, ...PASSWORD, ...INGRESS), 'Ingress', 'shop-page');
    expect(spec['tls']).toEqual([{ hosts: ['shop.example.com'], secretName: 'tls' }]);
    expect(JSON.stringify(spec['rules'])).toContain('"service":{"name":"shop-page","port":{"name":"http"}}');
    expect(() => template(model, ...PASSWORD, '--set', 'ingress.enabled=true,ingress.host=shop.example.com')).toThrow(/an ingress without TLS is not offered/);
    expect(() => template(model, ...PASSWORD, '--set', 'ingress.enabled=true,ingress.tlsSecret=tls')).toThrow(/ingress\.host is missing/);
  });
});

describe('helm test', () => {
  it('asks every workload, and what a web app proxies to, from a pod as hardened as the others', () => {
    const { spec, annotations } = podOf(objects, 'test');
    expect(annotations).toEqual({ 'helm.sh/hook': 'test', 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded' });
    expect(spec.containers[0].args?.slice(3)).toEqual(['http://shop-api:80/readyz', 'http://shop-page:80/healthz', 'http://shop-page:80/api/']);
    expect(spec.containers[0].image).toBe(podOf(objects, 'api').spec.containers[0].image);
  });
});
