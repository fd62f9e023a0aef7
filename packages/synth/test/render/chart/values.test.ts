import { load } from 'js-yaml';
import { renderChart } from '../../../src/render/chart';
import { exampleConfig, exampleModel } from '../../example';
import { PASSWORD, runHelm, templateFolder, writeChart } from './helm';

const model = exampleModel();
const files = renderChart(model);
const folder = writeChart(model);

describe('values', () => {
  it.each([
    ['a misspelt key', 'api.replicas=3', /replicas/],
    ['a misspelt workload', 'apo.replicaCount=3', /apo/],
    ['the tag latest', 'api.image.tag=latest', /tag/],
    ['a repository with a tag', 'api.image.repository=shop-api:latest', /repository/],
    ['a digest that is none', 'api.image.digest=sha256:abc', /digest/],
    ['a port that is none', 'api.service.port=70000', /port/],
    ['a fractional replica count', 'api.replicaCount=1.5', /replicaCount/],
    ['a quantity that is none', 'api.resources.limits.memory=lots', /memory/],
    ['a host name with a slash', 'ingress.host=a/b', /host/],
    ['a network that is none', 'ingress.trustedProxies[0]=everybody', /trustedProxies/],
    ['a misspelt variable', 'api.env.LOGLEVEL=debug', /LOGLEVEL/],
    ['a number where text is meant', 'secrets.PAYMENT_KEY=12', /PAYMENT_KEY/],
    ['a value taken away', 'api.image.tag=null', /tag/],
  ])('refuse %s', (_what, setting, message) => {
    expect(() => templateFolder(folder, ...PASSWORD, '--set', setting)).toThrow(message);
  });

  it('accept what every subchart is handed', () => {
    expect(() => templateFolder(folder, ...PASSWORD, '--set', 'global.anything=1')).not.toThrow();
  });

  it('let a limit be taken away', () => {
    const rendered = templateFolder(folder, ...PASSWORD, '--set', 'api.resources.limits.cpu=null');
    expect(JSON.stringify(rendered)).toContain('"limits":{"ephemeral-storage":"128Mi","memory":"256Mi"}');
  });

  it('are each explained where they are set, and in the README', () => {
    const lines = files['values.yaml']!.split('\n');
    const keys = lines.flatMap((line, index) => (/^ *[A-Za-z]\w*:/.test(line) && !/^ {6,}|^ {4}(requests|limits|cpu|memory)/.test(line) ? [{ line, above: lines[index - 1] }] : []));
    expect(keys.length).toBeGreaterThan(30);
    for (const { line, above } of keys) if (!/^ *(requests|limits):/.test(line)) expect(above).toMatch(/^ *# ./);
    expect(files['README.md']).toContain("| `api.image.pullPolicy` | `\"IfNotPresent\"` | When to pull. |");
  });

  it('stay in their cell of the table, whatever is in them', () => {
    const { api } = exampleConfig().workloads;
    const readme = renderChart(exampleModel({ workloads: { ...exampleConfig().workloads, api: { ...api, env: { LEVELS: 'a|b' } } as never } }))['README.md'];
    expect(readme).toContain('| `api.env.LEVELS` | `"a\\|b"` | Variable LEVELS. |');
  });

  it('hold no secret by default', () => {
    const { secrets, postgres } = load(files['values.yaml']!) as { secrets: object; postgres: { password: string } };
    expect(secrets).toEqual({ existingSecret: '', DATABASE_URL: '', PAYMENT_KEY: '' });
    expect(postgres.password).toBe('');
  });
});

describe('Chart.yaml', () => {
  it('has what Helm asks of a chart', () => {
    expect(load(files['Chart.yaml']!)).toMatchObject({ apiVersion: 'v2', type: 'application', name: 'shop', version: '0.1.0', appVersion: '0.1.0', kubeVersion: '>=1.30.0-0', icon: expect.stringMatching(/^https:/), maintainers: [{ name: 'shop' }] });
  });
});

describe('the package', () => {
  it('leaves out what is not for Helm', () => {
    const ignored = files['.helmignore']!.split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['plan.json', 'project.json']));
    expect(runHelm('show', 'chart', folder)).toContain('name: shop');
  });
});
