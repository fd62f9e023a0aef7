import { load } from 'js-yaml';
import { renderChart } from '../../../src/render/chart';
import { webApp } from '../../../src/config-kinds';
import { exampleConfig, exampleModel } from '../../example';
import { find, PASSWORD, podOf, template } from './helm';

// The config refuses such text; what renders it must not depend on that.
const HOSTILE = 'a "b" \'c\' {{ fail "evaluated" }} {{- .Values }} $(HOME) `d`\nnew: line # e';

function hostileModel() {
  const { chart, workloads: [api, page], ...model } = exampleModel();
  return { ...model, chart: { ...chart, description: HOSTILE, maintainers: [{ name: HOSTILE, email: '' }] }, workloads: [{ ...api!, env: [{ name: 'TEXT', value: HOSTILE, optional: false }] }, page!] };
}

describe('hostile text in a model', () => {
  it('reaches the container as it is, not as another variable', () => {
    const { env = [] } = podOf(template(hostileModel(), ...PASSWORD), 'api').spec.containers[0];
    // Kubernetes turns `$$(` back into `$(`.
    expect(env.find(({ name }) => name === 'TEXT')?.value?.replaceAll('$$(', '$(')).toBe(HOSTILE);
    expect(env.find(({ name }) => name === 'TEXT')?.value).toContain('$$(HOME)');
  });

  it('stays text in Chart.yaml', () => {
    expect(load(renderChart(hostileModel())['Chart.yaml']!)).toMatchObject({ description: HOSTILE, maintainers: [{ name: HOSTILE }] });
  });
});

describe('names that mean something elsewhere', () => {
  it('stay names where every object has them already, also for what an environment leaves alone', () => {
    const { api, page } = exampleConfig().workloads;
    const workloads = { constructor: api!, page: webApp({ ...page!, proxy: { '/api': 'constructor' } } as never) };
    const objects = template(exampleModel({ workloads, environments: { local: { workloads: { page: { replicas: 2 } } } } }), ...PASSWORD);
    expect(podOf(objects, 'constructor').labels).toMatchObject({ 'app.kubernetes.io/component': 'constructor' });
    expect(() => exampleModel({ environments: { local: { workloads: { constructor: { replicas: 2 } } } } })).toThrow(/environments\.local\.workloads\.constructor: expected a workload: api, page/);
  });

  it('stay names where YAML takes them for something else, of apps and workloads alike', () => {
    const { api, page } = exampleConfig().workloads;
    const model = exampleModel({ app: 'y', workloads: { null: api!, on: webApp({ ...page!, proxy: { '/api': 'null' } } as never) }, environments: { local: {} } });
    const objects = template(model, ...PASSWORD, '--set', 'on.replicaCount=7');
    expect(podOf(objects, 'null').labels).toMatchObject({ 'app.kubernetes.io/name': 'y', 'app.kubernetes.io/component': 'null' });
    expect(find(objects, 'Deployment', 'shop-y-on').spec['replicas']).toBe(7);
  });
});

describe('hostile values', () => {
  it('stay text', () => {
    const { annotations, spec } = podOf(template(exampleModel(), ...PASSWORD, '--set-literal', `api.podAnnotations.note=${HOSTILE}`, '--set-literal', `api.env.LOG_LEVEL=${HOSTILE}`), 'api');
    expect(annotations['note']).toBe(HOSTILE);
    expect(spec.containers[0].env?.find(({ name }) => name === 'LOG_LEVEL')?.value?.replaceAll('$$(', '$(')).toBe(HOSTILE);
  });
});
