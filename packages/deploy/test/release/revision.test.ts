import { createRelease } from '../../src/release/release';
import { hasServed, readRevisions, tryLastServing } from '../../src/release/revision';
import { revisionSecret } from '../support/fake-helm';
import { fakeKubeApi } from '../support/fake-kube-api';
import { makePlan } from '../support/plans';

const plan = makePlan();
const release = createRelease(plan, plan.environments[0]!);

const read = (...secrets: ReturnType<typeof revisionSecret>[]) => readRevisions(fakeKubeApi({ objects: secrets }), release);

it('reads the revisions of the release, newest first by number and not by name', async () => {
  const revisions = await read(...[9, 10, 2].map((number) => revisionSecret({ number, status: 'superseded' })));
  expect(revisions.map(({ number }) => number)).toEqual([10, 9, 2]);
});

it('reads chart, values and manifest out of what Helm stored', async () => {
  const [revision] = await read(revisionSecret({ number: 1, status: 'deployed', chart: 'todo', values: { a: 1 }, manifest: 'kind: Service' }));
  expect(revision?.content()).toEqual({ chart: { name: 'todo', version: '0.1.0' }, values: { a: 1 }, manifest: 'kind: Service', description: 'fairlead deploy' });
});

it('a revision served when it was noted so; one of plain Helm gets the benefit of the doubt', async () => {
  const rollout = (value: string) => ({ labels: { 'fairlead.dev/rollout': value } });
  const revisions = await read(
    revisionSecret({ number: 1, status: 'superseded' }),
    revisionSecret({ number: 2, status: 'superseded', ...rollout('served') }),
    revisionSecret({ number: 3, status: 'failed', ...rollout('served') }),
    revisionSecret({ number: 4, status: 'deployed', ...rollout('pending') }),
  );
  expect(revisions.map((revision) => [revision.number, hasServed(revision)])).toEqual([[4, false], [3, false], [2, true], [1, true]]);
  expect(tryLastServing(revisions)?.number).toBe(2);
  expect(tryLastServing(revisions, 2)?.number).toBe(1);
});
