import type { ImageStore, SweepRequest } from '../../src/cluster/cluster';
import { sweepImages } from '../../src/release/sweep-images';
import { revisionSecret } from '../support/fake-helm';
import { fakeKubeApi } from '../support/fake-kube-api';
import { makePlan } from '../support/plans';

const [BUILT, KEPT, ELSEWHERE, RUNNING] = ['111111111111', '222222222222', '333333333333', 'abcdefabcdef'] as const;

async function requestOf(): Promise<SweepRequest> {
  const requests: SweepRequest[] = [];
  const store: ImageStore = { kind: 'buildkit', name: 'store', address: 'unix:///b', buildctl: 'buildctl', sweep: async (request) => void requests.push(request) };
  const other = revisionSecret({ number: 7, status: 'superseded', manifest: `image: "registry:5000/team/todo-backend:${ELSEWHERE}"` });
  const api = fakeKubeApi({
    objects: [
      revisionSecret({ number: 1, status: 'superseded', manifest: `kind: Deployment\nimage: "todo-backend:${KEPT}"\nimage: todo-frontend:v1` }),
      { ...other, metadata: { ...other.metadata, namespace: 'another' } },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'old', namespace: 'demo' }, spec: { containers: [{ name: 'a', image: `todo-frontend:${RUNNING}` }] } } as never,
    ],
  });
  await sweepImages(makePlan(), store, api);
  return requests[0]!;
}

it('spares what any pod of the cluster runs, and what any release of it can go back to', async () => {
  const used = await (await requestOf()).used();
  expect([...used].sort()).toEqual([`docker.io/library/todo-backend:${KEPT}`, `docker.io/library/todo-frontend:${RUNNING}`, `registry:5000/team/todo-backend:${ELSEWHERE}`]);
});

it.each([
  [`docker.io/library/todo-backend:${BUILT}`, true],
  ['docker.io/library/todo-backend:v1', false],
  ['docker.io/library/todo-backend:111111111111-mine', false],
  ['docker.io/library/todo-backend:1111111111112', false],
  [`docker.io/library/another:${BUILT}`, false],
  [`registry:5000/todo-backend:${BUILT}`, false],
  [`sha256:${BUILT}`, false],
])('lets go only images of the app by their content: %s', async (name, removable) => {
  expect((await requestOf()).removable(name)).toBe(removable);
});

it.each<ImageStore>([
  { kind: 'docker', name: 'Docker', env: {}, deliver: { how: 'none' } },
  { kind: 'buildkit', name: 'BuildKit', address: 'unix:///b', buildctl: 'buildctl' },
])('leaves a store alone that others look after, and the cluster in peace: $name', async (store) => {
  const api = { ...fakeKubeApi(), list: () => Promise.reject(new Error('asked')) };
  await expect(sweepImages(makePlan(), store, api)).resolves.toBeUndefined();
});
