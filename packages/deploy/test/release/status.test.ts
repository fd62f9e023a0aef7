import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeReceipt } from '../../src/images/receipt';
import { readBuiltImages, storedComponents } from '../../src/release/receipts';
import { readStatus } from '../../src/release/status';
import { fakeHelm, revisionSecret } from '../support/fake-helm';
import { fakeKubeApi } from '../support/fake-kube-api';
import { makeEnvironment, makePlan } from '../support/plans';
import { crashed, pod, serving, statefulSet } from '../support/pods';
import { testContext, testSession } from '../support/run-context';

const root = mkdtempSync(join(tmpdir(), 'fairlead-status-'));
afterAll(() => rmSync(root, { recursive: true }));

const BUILT = `sha256:${'b'.repeat(64)}`;
const INDEX = `sha256:${'c'.repeat(64)}`;
const receipt = { version: 1 as const, contentHash: 'x', contextBytes: 0, store: 'test', cached: false };
writeReceipt(root, 'local', { ...receipt, component: 'backend', references: { readable: 'backend:v1', content: 'backend:c0ffee' }, configDigest: BUILT, indexDigest: INDEX });
writeReceipt(root, 'local', { ...receipt, component: 'frontend', references: { readable: 'frontend:v1', content: 'frontend:c0ffee' }, configDigest: BUILT });

const context = testContext({ root });
const running = (id: string) => ({ name: 'c', ready: true, restartCount: 0, image: 'x', imageID: id });

function status(objects: Parameters<typeof fakeKubeApi>[0]) {
  const api = fakeKubeApi(objects);
  return readStatus(context, testSession(context, { api, helm: fakeHelm({ api }) }));
}

it('says of each pod whether it runs what was built', async () => {
  const [backend, backendSet] = serving('backend');
  const [frontend, frontendSet] = serving('frontend');
  const objects = [
    revisionSecret({ number: 4, status: 'deployed', labels: { 'fairlead.dev/rollout': 'served' } }),
    ...[backend, backendSet, frontend, frontendSet, statefulSet('postgres')],
    pod('backend', { status: running(BUILT) }),
    pod('frontend', { status: running(`docker://sha256:${'0'.repeat(64)}`) }),
    pod('postgres', { status: running('postgres@sha256:1') }),
  ];
  const seen = await status({ objects });
  expect(seen).toMatchObject({ serving: true, networkPolicy: 'not enforced', revision: { number: 4, status: 'deployed', chart: 'todo 0.1.0', served: true, pending: false } });
  expect(seen.pods.map(({ component, image }) => [component, image])).toEqual([['backend', 'as built'], ['frontend', 'other than built'], ['postgres', 'not built here']]);
});

it('says what keeps it from serving', async () => {
  const [backend, backendSet] = serving('backend');
  const failing = pod('backend', { ready: false, status: crashed({ restarts: 3 }) });
  const objects = [revisionSecret({ number: 1, status: 'deployed' }), { ...backend, status: { ...backend.status, availableReplicas: 0 } }, backendSet, failing, ...serving('frontend'), statefulSet('postgres')];
  await expect(status({ objects })).resolves.toMatchObject({ serving: false, problems: [{ workload: 'backend', kind: 'crash' }] });
});

it('nothing deployed is an answer', async () => {
  await expect(status({})).resolves.toMatchObject({ revision: undefined, serving: false, pods: [], problems: [] });
});

it('a release that is being changed is shown as such', async () => {
  await expect(status({ objects: [revisionSecret({ number: 2, status: 'pending-upgrade' })] })).resolves.toMatchObject({ revision: { pending: true } });
});

describe('what was built', () => {
  const plan = makePlan();

  it('runs by its content tag from the store of the cluster, and by its digest from a registry', () => {
    const environment = makeEnvironment();
    const local = readBuiltImages({ plan, environment, root });
    expect(local.images).toEqual([{ component: 'backend', reference: 'backend:c0ffee' }, { component: 'frontend', reference: 'frontend:c0ffee' }]);
    expect(local.faults).toMatchObject([{ code: 'IMAGE_NOT_BUILT', next: [expect.stringContaining('npx nx image-store todo')] }]);
    const pushed = readBuiltImages({ plan, environment: { ...environment, registry: { prefix: 'registry.example' } }, root });
    expect(pushed.images[0]).toEqual({ component: 'backend', reference: `backend:c0ffee@${INDEX}` });
  });

  it('is expected in the store only when it was put there', () => {
    const environment = makeEnvironment();
    expect(storedComponents({ plan, environment, root })).toEqual(['backend', 'frontend']);
    expect(storedComponents({ plan, environment: { ...environment, registry: { prefix: 'registry.example' } }, root })).toEqual([]);
  });
});
