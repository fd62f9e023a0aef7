import { createRelease, ownLabels } from '../../src/release/release';
import { makeEnvironment, makePlan } from '../support/plans';

const plan = makePlan();

it('names objects as the chart does: the release, with the chart when it is not in it', () => {
  expect(createRelease(plan, makeEnvironment({ release: 'my-todo' })).fullname).toBe('my-todo');
  expect(createRelease(plan, makeEnvironment({ release: 'blue' })).fullname).toBe('blue-todo');
});

it('spells the commands for people with the environment, unless it is the first', () => {
  const command = (index: number): string => createRelease(plan, plan.environments[index]!).command('deploy', '--take-over');
  expect(command(0)).toBe('npx nx deploy todo --take-over');
  expect(command(1)).toBe('npx nx deploy todo -c production --take-over');
});

it('its own objects are never matched by the selectors of the chart', () => {
  expect(ownLabels(createRelease(plan, plan.environments[0]!), 'state')).not.toHaveProperty(['app.kubernetes.io/name']);
});
