import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBaseChoices } from '../../src/images/base-choice';
import { buildWorkload } from '../../src/images/build-workload';
import { tryReadReceipt, type Receipt } from '../../src/images/receipt';
import { makeEnvironment, makePlan } from '../support/plans';
import { fakeBuilder, type FakeBuilder } from './fake-builder';
import { quietStep } from './fake-runner';

const [workload] = makePlan().workloads;
let root: string;

const put = (path: string, text: string): void => {
  mkdirSync(join(root, 'apps/backend/dist'), { recursive: true });
  writeFileSync(join(root, 'apps/backend', path), text);
};
const choose = (reference: string): void => writeBaseChoices(root, 'local', [{ wanted: 'base:1', reference, standIn: reference !== 'base:1', sizeBytes: 100 }]);
const build = (builder: FakeBuilder, environment = makeEnvironment()): Promise<Receipt> =>
  buildWorkload(workload!, { root, environment, builder, step: quietStep, signal: new AbortController().signal });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'workspace-'));
  put('dist/server.mjs', 'one');
  put('Dockerfile', 'FROM x');
  put('.dockerignore', '*');
  choose('fairlead.local/node:24-abc');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

it('gives an image its readable name and one that is never used for other content, and writes its receipt', async () => {
  const builder = fakeBuilder();
  const receipt = await build(builder);
  expect(receipt.references).toEqual({ readable: 'todo-backend:v1', content: `todo-backend:${receipt.contentHash}` });
  expect(receipt).toMatchObject({ cached: false, contextBytes: 3, store: 'fake store', base: { reference: 'base:1', standIn: 'fairlead.local/node:24-abc' } });
  expect(builder.builds[0]?.buildArgs).toEqual({ BASE: 'fairlead.local/node:24-abc' });
  expect(tryReadReceipt(root, 'local', 'backend')).toEqual(receipt);
});

it('builds nothing when nothing changed', async () => {
  const builder = fakeBuilder();
  const first = await build(builder);
  const second = await build(builder);
  expect(builder.builds).toHaveLength(1);
  expect(second).toEqual({ ...first, cached: true });
});

it.each<[string, (builder: FakeBuilder, first: Receipt) => void]>([
  ['the content changed', () => put('dist/server.mjs', 'two')],
  ['the Dockerfile changed', () => put('Dockerfile', 'FROM y')],
  ['the base changed', () => choose('fairlead.local/node:24-def')],
  ['the store was wiped', (builder) => builder.images.clear()],
  ['the readable name was given to another image', (builder) => void builder.images.set('todo-backend:v1', 'other')],
  ['the receipt is gone', () => rmSync(join(root, 'dist/receipts/local/backend.json'))],
])('builds again when %s', async (_what, change) => {
  const builder = fakeBuilder();
  change(builder, await build(builder));
  await expect(build(builder)).resolves.toMatchObject({ cached: false });
  expect(builder.builds).toHaveLength(2);
});

it('builds again for another store', async () => {
  await build(fakeBuilder());
  await expect(build(fakeBuilder({ name: 'another store' }))).resolves.toMatchObject({ cached: false, store: 'another store' });
});

it('builds a copy, which names what it holds whatever happens to the sources meanwhile', async () => {
  const builder = fakeBuilder({ during: () => put('dist/server.mjs', 'changed while it was built') });
  const receipt = await build(builder);
  expect(builder.builds[0]?.files['dist/server.mjs']?.text).toBe('one');
  expect(builder.builds[0]?.references).toContain(receipt.references.content);
  await expect(build(builder)).resolves.toMatchObject({ cached: false });
});

it('gives files that a strict umask hid to the user of the container, and executables their bit', async () => {
  put('dist/tool', '');
  chmodSync(join(root, 'apps/backend/dist/server.mjs'), 0o600);
  chmodSync(join(root, 'apps/backend/dist/tool'), 0o700);
  const builder = fakeBuilder();
  await build(builder);
  expect(builder.builds[0]?.files['dist/server.mjs']?.mode).toBe(0o644);
  expect(builder.builds[0]?.files['dist/tool']?.mode).toBe(0o755);
});

it('leaves out what the Dockerfile does not copy', async () => {
  put('secrets.env', 'KEY=1');
  const builder = fakeBuilder();
  await build(builder);
  expect(Object.keys(builder.builds[0]?.files ?? {}).sort()).toEqual(['.dockerignore', 'Dockerfile', 'dist/server.mjs']);
});

it('dates the same content alike, and other content otherwise', async () => {
  const builder = fakeBuilder();
  await build(builder);
  builder.images.clear();
  await build(builder);
  put('dist/server.mjs', 'two');
  await build(builder);
  const [first, again, other] = builder.builds;
  expect(again?.time).toBe(first?.time);
  expect(other?.time).not.toBe(first?.time);
  expect(first?.files['dist/server.mjs']?.time).toBe(first?.time);
});

it('leaves no folder behind, and no receipt when the build fails', async () => {
  let folder = '';
  const builder = fakeBuilder();
  const broken = { ...builder, build: (request: { readonly folder: string }) => Promise.reject(new Error((folder = request.folder))) };
  await expect(build(broken)).rejects.toThrow();
  expect(existsSync(folder)).toBe(false);
  expect(tryReadReceipt(root, 'local', 'backend')).toBeUndefined();
});

it('puts images under the prefix of a registry, and delivers them again although they are built', async () => {
  const environment = makeEnvironment({ registry: { prefix: 'r.example:5000/team' } });
  const builder = fakeBuilder();
  const { references } = await build(builder, environment);
  expect(references.readable).toBe('r.example:5000/team/todo-backend:v1');
  await build(builder, environment);
  expect(builder.builds).toHaveLength(1);
  expect(builder.deliveries).toEqual([references.content, references.readable, references.content, references.readable]);
});

it('says that the image store comes first', async () => {
  rmSync(join(root, 'dist'), { recursive: true });
  await expect(build(fakeBuilder())).rejects.toMatchObject({ code: 'IMAGE_STORE_NOT_READY', next: ['npx nx run-many -t image-store'] });
});
