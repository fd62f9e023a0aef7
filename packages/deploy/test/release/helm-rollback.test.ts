import type { V1Secret } from '@kubernetes/client-node';
import { rollBackWithHelm } from '../../src/release/helm-rollback';
import { decodeRevision } from '../../src/release/revision';
import { fakeHelm, revisionSecret } from '../support/fake-helm';
import { fakeKubeApi, type FakeKubeApi } from '../support/fake-kube-api';
import { testContext, testSession } from '../support/run-context';

const secretOf = (name: string): string => `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}}\n`;
const manifest = `apiVersion: v1\nkind: Service\nmetadata: {name: todo}\n`;
const live = (name: string, release: string): V1Secret => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'demo', annotations: { 'meta.helm.sh/release-name': release } } });

async function rollBack(...there: readonly V1Secret[]): Promise<{ api: FakeKubeApi; noted: readonly number[]; newest: string; calls: readonly string[] }> {
  const objects = [revisionSecret({ number: 1, status: 'superseded', manifest: `${manifest}---\n${secretOf('password')}` }), revisionSecret({ number: 2, status: 'deployed', manifest }), ...there];
  const api = fakeKubeApi({ objects });
  const helm = fakeHelm({ api });
  const context = testContext();
  const noted: number[] = [];
  await rollBackWithHelm({ ...testSession(context, { api, helm }), progress: context.progress, number: 1, note: async (revision) => void noted.push(revision) });
  return { api, noted, newest: decodeRevision(api.objects.get('Secret demo/sh.helm.release.v1.todo.v2') as V1Secret).manifest, calls: helm.calls };
}

it('tells Helm of what was kept of the revision to go back to, and takes nothing away', async () => {
  const { api, noted, newest, calls } = await rollBack(live('password', 'todo'));
  expect(newest).toContain(manifest);
  expect(newest).toContain('"name":"password"');
  expect(api.changes).toEqual(['replace Secret demo/sh.helm.release.v1.todo.v2']);
  expect(noted).toEqual([3]);
  expect(calls).toEqual(['rollback 1']);
});

it.each([['is not there', []], ['is of another release', [live('password', 'other')]]])('changes nothing for what %s', async (_, there) => {
  const { api, newest, calls } = await rollBack(...there);
  expect(newest).toBe(manifest);
  expect(api.changes).toEqual([]);
  expect(calls).toEqual(['rollback 1']);
});
