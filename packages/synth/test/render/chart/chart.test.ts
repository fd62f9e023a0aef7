import { exampleModel } from '../../example';
import { PASSWORD, runHelm, template, writeChart, type KubeObject } from './helm';

const model = exampleModel();
const objects = template(model, ...PASSWORD);
const of = (kind: string): KubeObject[] => objects.filter((object) => object.kind === kind);
const named = (kind: string, name: string): KubeObject => of(kind).find(({ metadata }) => metadata.name === name)!;

interface PodSpec {
  readonly containers: readonly { readonly securityContext: object; readonly resources: { requests: object; limits: object }; readonly env?: readonly { name: string; value?: string; valueFrom?: object }[]; readonly ports?: readonly { name: string }[]; readonly livenessProbe?: object; readonly readinessProbe?: object; readonly image: string }[];
  readonly volumes: readonly { readonly hostPath?: object }[];
  readonly [key: string]: unknown;
}

const podSpecs = (): PodSpec[] => objects.flatMap(({ kind, spec }) => (kind === 'Pod' ? [spec as unknown as PodSpec] : ['Deployment', 'StatefulSet'].includes(kind) ? [(spec['template'] as { spec: PodSpec }).spec] : []));

describe('the generated chart', () => {
  it('passes helm lint --strict', () => {
    expect(runHelm('lint', '--strict', writeChart(model), ...PASSWORD)).toMatch(/0 chart\(s\) failed/);
  });

  it('renders the same bytes twice', () => {
    const folder = writeChart(model);
    expect(runHelm('template', 'shop', folder, ...PASSWORD)).toBe(runHelm('template', 'shop', folder, ...PASSWORD));
  });

  it('runs every pod as Pod Security `restricted` demands, and more', () => {
    expect(podSpecs()).toHaveLength(4);
    for (const spec of podSpecs()) {
      expect(spec['securityContext']).toMatchObject({ runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } });
      expect(spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
      expect(spec['hostNetwork'] ?? spec['hostPID'] ?? spec['hostIPC']).toBeUndefined();
      for (const volume of spec.volumes) expect(volume.hostPath).toBeUndefined();
      for (const container of spec.containers) {
        expect(container.securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
        for (const list of [container.resources.requests, container.resources.limits]) expect(Object.keys(list).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
        expect(container.image).not.toMatch(/:latest$/);
      }
    }
  });

  it('probes liveness and readiness differently, by the port\'s name', () => {
    const [container] = podSpecs().find(({ containers: [one] }) => one?.image.startsWith('shop-api'))!.containers;
    expect(container!.livenessProbe).toMatchObject({ httpGet: { path: '/livez', port: 'http' } });
    expect(container!.readinessProbe).toMatchObject({ httpGet: { path: '/readyz', port: 'http' } });
  });

  it('gives secrets only by reference', () => {
    for (const { containers } of podSpecs()) {
      for (const { name, value } of containers.flatMap(({ env }) => env ?? [])) {
        if (/KEY|PASSWORD|DATABASE_URL/.test(name)) expect(value).toBeUndefined();
      }
    }
  });

  it('computes the URL of its database, with the password encoded', () => {
    const [secret] = template(model, '--set-literal', 'postgres.password=a b/c@:d').filter(({ kind, metadata }) => kind === 'Secret' && metadata.name === 'shop-env');
    expect(secret).toMatchObject({ stringData: { DATABASE_URL: 'postgres://shop:a%20b%2Fc%40%3Ad@shop-postgres:5432/shop' } });
  });

  it('says how to give what is missing', () => {
    expect(() => template(model)).toThrow(/postgres\.password is missing: give one with --set postgres\.password=/);
    expect(() => template(exampleModel({ database: { provision: 'external' } }))).toThrow(/secrets\.DATABASE_URL is missing: give it with --set/);
  });

  it('makes no Secret where others are named', () => {
    const rendered = template(model, '--set', 'secrets.existingSecret=mine,postgres.existingSecret=theirs');
    expect(rendered.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    expect(JSON.stringify(rendered)).toContain('"secretKeyRef":{"name":"mine","key":"DATABASE_URL"}');
  });

  it.each([
    ['a misspelt key', 'api.replicas=3', /replicas/],
    ['the tag latest', 'api.image.tag=latest', /tag/],
    ['a port that is none', 'api.service.port=70000', /port/],
    ['a fractional replica count', 'api.replicaCount=1.5', /replicaCount/],
  ])('refuses %s', (_what, setting, message) => {
    expect(() => template(model, ...PASSWORD, '--set', setting)).toThrow(message);
  });

  it('accepts global values, as every subchart must', () => {
    expect(() => template(model, ...PASSWORD, '--set', 'global.anything=1')).not.toThrow();
  });

  it('keeps hostile values inert', () => {
    const config = template(model, ...PASSWORD, '--set-literal', 'secrets.PAYMENT_KEY="}}\n{{ fail "x" }}');
    expect(config.find(({ metadata }) => metadata.name === 'shop-env')).toMatchObject({ stringData: { PAYMENT_KEY: '"}}\n{{ fail "x" }}' } });
  });

  it('runs a digest rather than a tag when it is given one', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const rendered = template(model, ...PASSWORD, '--set', `api.image.digest=${digest}`);
    expect(JSON.stringify(rendered)).toContain(`"image":"shop-api@${digest}"`);
  });

  it('budgets disruptions only of what has several replicas', () => {
    expect(of('PodDisruptionBudget').map(({ metadata }) => metadata.name)).toEqual(['shop-api']);
  });

  it('points every Service at pods that exist, and at a port they have', () => {
    for (const { spec } of of('Service')) {
      const selector = spec['selector'] as Record<string, string>;
      const owner = [...of('Deployment'), ...of('StatefulSet')].find(({ spec: { template: pod } }) => {
        const { labels } = (pod as { metadata: { labels: Record<string, string> } }).metadata;
        return Object.entries(selector).every(([key, value]) => labels[key] === value);
      });
      const ports = ((owner!.spec['template'] as { spec: PodSpec }).spec.containers[0]!.ports ?? []).map(({ name }) => name);
      for (const { targetPort } of spec['ports'] as { targetPort: string }[]) expect(ports).toContain(targetPort);
    }
  });

  it('lets only callers and the test reach a service, and only its users the database', () => {
    const from = (name: string): unknown => (named('NetworkPolicy', name).spec['ingress'] as { from?: unknown }[])[0]?.from;
    const components = (peers: unknown): unknown[] => (peers as { podSelector: { matchLabels: Record<string, string> } }[]).map(({ podSelector }) => podSelector.matchLabels['app.kubernetes.io/component']);
    expect(components(from('shop-api'))).toEqual(['page', 'test']);
    expect(components(from('shop-postgres'))).toEqual(['api']);
    expect(from('shop-page')).toBeUndefined();
  });

  it('never reaches private networks from where public egress is allowed', () => {
    const egress = JSON.stringify(named('NetworkPolicy', 'shop-api').spec['egress']);
    expect(egress).toContain('169.254.0.0/16');
    expect(JSON.stringify(named('NetworkPolicy', 'shop-page').spec['egress'])).not.toContain('0.0.0.0/0');
  });

  it('offers an ingress only with TLS', () => {
    expect(of('Ingress')).toEqual([]);
    expect(() => template(model, ...PASSWORD, '--set', 'ingress.enabled=true,ingress.host=shop.example.com')).toThrow(/an ingress without TLS is not offered/);
    expect(template(model, ...PASSWORD, '--set', 'ingress.enabled=true,ingress.host=shop.example.com,ingress.tlsSecret=tls').some(({ kind }) => kind === 'Ingress')).toBe(true);
  });

  it('labels everything, and selects by what never changes', () => {
    for (const { metadata } of objects) expect(Object.keys(metadata.labels)).toEqual(expect.arrayContaining(['app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app.kubernetes.io/component', 'helm.sh/chart']));
    const { matchLabels } = named('Deployment', 'shop-api').spec['selector'] as { matchLabels: object };
    expect(Object.keys(matchLabels).sort()).toEqual(['app.kubernetes.io/component', 'app.kubernetes.io/instance', 'app.kubernetes.io/name']);
  });

  it('has security headers on every answer of the web server, and no inline scripts', () => {
    const config = (named('ConfigMap', 'shop-page-config') as unknown as { data: Record<string, string> }).data['nginx.conf']!;
    expect(config.match(/add_header Content-Security-Policy/g)).toHaveLength(2);
    expect(config).not.toMatch(/unsafe-inline|unsafe-eval|\$proxy_add_x_forwarded_for/);
  });
});
