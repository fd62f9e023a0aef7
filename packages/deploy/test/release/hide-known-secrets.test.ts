import { ApiError } from '../../src/cluster/api-error';
import type { KubeApi } from '../../src/cluster/kube-api';
import { hideKnownSecrets } from '../../src/release/hide-known-secrets';
import { createRelease, ownLabels } from '../../src/release/release';
import { ENVIRONMENT_KIND } from '../../src/release/secret-store';
import { fakeKubeApi } from '../support/fake-kube-api';
import { testContext, type TestContext } from '../support/run-context';

const encode = (value: string): string => Buffer.from(value).toString('base64');
const secret = (name: string, data: Record<string, string>, labels = {}): object => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'demo', labels }, data });

async function hide(api: KubeApi): Promise<TestContext> {
  const context = testContext();
  await hideKnownSecrets(api, { ...context, release: createRelease(context.plan, context.environment) });
  return context;
}

it('hides the password of the database and what pods of any revision were given', async () => {
  const { plan, environment } = testContext();
  const release = createRelease(plan, environment);
  const own = ownLabels(release, ENVIRONMENT_KIND);
  const api = fakeKubeApi({
    objects: [
      secret(release.databaseSecret, { password: encode('made-in-cluster') }),
      secret('todo-env-1', { API_KEY: encode('the-old-key') }, own),
      secret('todo-env-2', { API_KEY: encode('the-new-key') }, own),
      secret('not-ours', { API_KEY: encode('of-somebody-else') }),
    ],
  });
  const { redaction } = await hide(api);
  expect(redaction.text('made-in-cluster the-old-key the-new-key of-somebody-else')).toBe('*** *** *** of-somebody-else');
});

it('nothing is there before the first deploy', async () => {
  const { redaction, progress } = await hide(fakeKubeApi());
  expect(redaction.text('as it is')).toBe('as it is');
  expect(progress.said).toEqual([]);
});

it('goes on and warns where Secrets may not be read; no answer at all is an error', async () => {
  const answer = (cause: unknown): KubeApi => ({ ...fakeKubeApi(), list: () => Promise.reject(new ApiError('list Secrets', cause)) });
  const { progress } = await hide(answer({ code: 403, body: '{"message":"no"}' }));
  expect(progress.said).toEqual([expect.stringContaining('cannot be hidden')]);
  await expect(hide(answer(new Error('connect ECONNREFUSED')))).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
});
