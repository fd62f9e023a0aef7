import { load } from 'js-yaml';
import { renderChart } from '../../../src/render/chart';
import { exampleModel } from '../../example';
import { PASSWORD, podOf, template } from './helm';

// The config refuses such text; what renders it must not depend on that.
const HOSTILE = 'a "b" \'c\' {{ fail "evaluated" }} {{- .Values }} $(HOME) `d`\nnew: line # e';

function hostileModel() {
  const { chart, workloads: [api, page], ...model } = exampleModel();
  return { ...model, chart: { ...chart, description: HOSTILE, maintainers: [{ name: HOSTILE, email: '' }] }, workloads: [{ ...api!, env: [{ name: 'TEXT', value: HOSTILE }] }, page!] };
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

describe('hostile values', () => {
  it('stay text', () => {
    const { annotations } = podOf(template(exampleModel(), ...PASSWORD, '--set-literal', `api.podAnnotations.note=${HOSTILE}`), 'api');
    expect(annotations['note']).toBe(HOSTILE);
  });
});
