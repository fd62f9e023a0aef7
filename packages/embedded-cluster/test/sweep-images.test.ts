import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseImages, type ImageName, type NodeImages } from '../src/node-images';
import { sweepImages } from '../src/sweep-images';

const HOUR = 60 * 60_000;
const removable = (name: string): boolean => /^docker\.io\/library\/todo-backend:[0-9a-f]{12}$/.test(name);
const tagged = (number: number): string => `docker.io/library/todo-backend:${String(number).padStart(12, '0')}`;
const many = Array.from({ length: 21 }, (_, number): ImageName => ({ name: tagged(number), digest: `d${number}` }));

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'sweep-'));
});
afterEach(() => rmSync(state, { recursive: true }));

/** A store whose names go when they are removed. */
function store(names: readonly ImageName[]): NodeImages & { left(): readonly string[] } {
  let left = [...names];
  return {
    list: async () => left,
    remove: async (gone) => void (left = left.filter(({ name }) => !gone.includes(name))),
    left: () => left.map(({ name }) => name),
  };
}

const sweep = (images: NodeImages, now: number, used: readonly string[] = []): Promise<readonly string[]> =>
  sweepImages({ images, state, now, removable, used: async () => new Set(used) });

test('an image goes when nobody has used it for an hour, and what is used stays', async () => {
  const images = store(many);
  const used = [tagged(3), tagged(4)];
  await expect(sweep(images, 0, used)).resolves.toEqual([]);
  await expect(sweep(images, HOUR - 1, used)).resolves.toEqual([]);
  await expect(sweep(images, HOUR, used)).resolves.toHaveLength(19);
  expect(images.left()).toEqual(used);
});

test('an image that was used in between gets its hour anew', async () => {
  const images = store(many);
  await sweep(images, 0);
  await sweep(images, HOUR / 2, [tagged(3)]);
  await sweep(images, HOUR);
  expect(images.left()).toEqual([tagged(3)]);
});

test('nobody is asked what is used while there are few', async () => {
  const images = store(many.slice(1));
  const asked = sweepImages({ images, state, now: 0, removable, used: () => Promise.reject(new Error('asked')) });
  await expect(asked).resolves.toEqual([]);
});

test('the name that kubelet gave an image goes with it, unless another name of the image stays', async () => {
  const others: ImageName[] = [
    { name: 'docker.io/library/todo-backend:v1', digest: 'd1' },
    { name: 'docker.io/library/todo-frontend:000000000001', digest: 'd99' },
    ...['d0', 'd1', 'd2', 'd99'].map((digest) => ({ name: `sha256:${digest}`, digest })),
  ];
  const images = store([...many, ...others]);
  await sweep(images, 0, [tagged(2)]);
  await sweep(images, HOUR, [tagged(2)]);
  expect(images.left()).toEqual([tagged(2), 'docker.io/library/todo-backend:v1', 'docker.io/library/todo-frontend:000000000001', 'sha256:d1', 'sha256:d2', 'sha256:d99']);
});

test('the table of ctr is read by its first columns', () => {
  const table = [
    'REF                                        TYPE                                       DIGEST      SIZE      PLATFORMS   LABELS ',
    'docker.io/library/todo-backend:37b50d347fdf application/vnd.oci.image.manifest.v1+json sha256:0eec 49.5 MiB  linux/amd64 io.cri-containerd.image=managed ',
    '',
  ].join('\n');
  expect(parseImages(table)).toEqual([{ name: 'docker.io/library/todo-backend:37b50d347fdf', digest: 'sha256:0eec' }]);
});
