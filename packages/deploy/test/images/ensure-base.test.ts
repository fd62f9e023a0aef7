import { createServer, type Server } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeRecipe } from '../../src/images/bases/node';
import { recipeHash } from '../../src/images/bases/recipe';
import type { BaseChoice } from '../../src/images/base-choice';
import { ensureBases } from '../../src/images/ensure-base';
import { recordingProgress } from '../support/recording-progress';
import { fakeBuilder, type FakeBuilder } from './fake-builder';
import { digest } from './fake-runner';

let registry: Server;
let home: string;
let answering: string;
let questions = 0;
// Nothing listens there.
const silent = 'localhost:1/team/base:1';
const standInReference = 'fairlead.local/node:24-abc';

const ensure = (reference: string, builder: FakeBuilder, before: readonly BaseChoice[] = []): Promise<readonly BaseChoice[]> =>
  ensureBases([{ arg: 'BASE', reference, standIn: 'node' }], { builder, before, progress: recordingProgress(), signal: new AbortController().signal });

beforeAll(async () => {
  registry = createServer((_request, response) => {
    questions += 1;
    response.writeHead(401).end();
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  answering = `localhost:${(registry.address() as AddressInfo).port}/team/base:1`;
  home = mkdtempSync(join(tmpdir(), 'home-'));
  process.env['FAIRLEAD_HOME'] = home;
  const folder = join(home, 'bases', `node-${recipeHash(nodeRecipe())}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'parts.json'), JSON.stringify({ hash: 'abc', bytes: 100, parts: [] }));
});

afterAll(async () => {
  delete process.env['FAIRLEAD_HOME'];
  rmSync(home, { recursive: true });
  await new Promise((resolve) => registry.close(resolve));
});

it('uses the real base where its registry answers, even if only to ask who is there', async () => {
  const builder = fakeBuilder();
  await expect(ensure(answering, builder)).resolves.toEqual([{ wanted: answering, reference: answering, standIn: false }]);
  expect(builder.builds).toEqual([]);
});

it('builds upon the digest that a real base is pinned to', async () => {
  const lock = { [answering]: digest('a'), other: digest('b') };
  const bases = [{ arg: 'BASE', reference: answering, standIn: 'node' }] as const;
  const choices = await ensureBases(bases, { builder: fakeBuilder(), lock, before: [], progress: recordingProgress(), signal: new AbortController().signal });
  expect(choices).toEqual([{ wanted: answering, reference: `${answering}@${digest('a')}`, standIn: false }]);
});

it('builds a stand-in under a name of its own where no registry answers', async () => {
  const builder = fakeBuilder();
  await expect(ensure(silent, builder)).resolves.toEqual([{ wanted: silent, reference: standInReference, standIn: true, sizeBytes: 10, image: { configDigest: digest('1') } }]);
  expect(builder.builds[0]).toMatchObject({ references: [standInReference], time: 0 });
});

it('builds a stand-in once, and again when the store was wiped', async () => {
  const builder = fakeBuilder();
  const before = await ensure(silent, builder);
  await expect(ensure(silent, builder, before)).resolves.toEqual(before);
  expect(builder.builds).toHaveLength(1);
  builder.images.clear();
  await ensure(silent, builder, before);
  expect(builder.builds).toHaveLength(2);
});

it('stays with the real base of the run before when the network is gone', async () => {
  const before = [{ wanted: silent, reference: silent, standIn: false }];
  const builder = fakeBuilder();
  await expect(ensure(silent, builder, before)).resolves.toEqual(before);
  expect(builder.builds).toEqual([]);
});

it('does not ask for a real base that the run before had, which takes time and changes nothing', async () => {
  const asked = questions;
  await ensure(answering, fakeBuilder(), [{ wanted: answering, reference: answering, standIn: false }]);
  expect(questions).toBe(asked);
});

it.each([
  ['is pushed', { standIns: false }, 'are pushed'],
  ['is pinned', { lock: { [silent]: digest('a') } }, 'pinned'],
])('nothing is built upon a stand-in when what would be %s', async (_, more, reason) => {
  const builder = fakeBuilder();
  const bases = [{ arg: 'BASE', reference: silent, standIn: 'node' }] as const;
  const attempt = ensureBases(bases, { builder, before: [], progress: recordingProgress(), signal: new AbortController().signal, ...more });
  await expect(attempt).rejects.toMatchObject({ code: 'BASE_IMAGE_UNAVAILABLE', message: expect.stringContaining(reason) });
  expect(builder.builds).toEqual([]);
});
