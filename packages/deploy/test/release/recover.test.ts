import { recoverRelease } from '../../src/release/recover';
import { verbs } from '../../src/verbs';
import { fakeHelm, revisionSecret } from '../support/fake-helm';
import { fakeKubeApi } from '../support/fake-kube-api';
import { testContext, testSession } from '../support/run-context';

it.each(['deploy', 'rollback'] as const)('tells whom %s finds at work to call it again, with a flag that it has', async (verb) => {
  const api = fakeKubeApi({ objects: [revisionSecret({ number: 2, status: 'pending-upgrade', changedAt: new Date() })] });
  const context = testContext();
  const recovery = recoverRelease({ ...testSession(context, { api, helm: fakeHelm({ api }) }), ...context, verb, abandonedRevision: undefined, note: async () => undefined, timeoutMs: 60_000, takeOver: false });
  await expect(recovery).rejects.toMatchObject({ code: 'RELEASE_BUSY', next: expect.arrayContaining([expect.stringContaining(`npx nx ${verb} todo --take-over`)]) });
  expect(verbs.find(({ name }) => name === verb)?.flags.map(({ flags }) => flags)).toContain('--take-over');
});
