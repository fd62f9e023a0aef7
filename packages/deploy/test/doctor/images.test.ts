import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { basesCheck, buildsCheck, registryCheck } from '../../src/doctor/images';
import { writeBaseLock } from '../../src/images/base-lock';
import type { RegistryAnswer } from '../../src/images/registry/client';
import { digest } from '../images/fake-runner';
import { makeEnvironment, makePlan } from '../support/plans';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'doctor-'))));
afterEach(() => rmSync(root, { recursive: true }));

const place = (registry?: { prefix: string; standIns?: boolean }) => ({ plan: makePlan(), environment: makeEnvironment(registry ? { registry } : {}), root });

describe('the registry', () => {
  it.each<[RegistryAnswer, string]>([
    [{ kind: 'absent' }, 'ok'],
    [{ kind: 'denied' }, 'bad'],
    [{ kind: 'busy', status: 503, retryAfterSeconds: undefined }, 'warn'],
    [{ kind: 'silent', reason: 'getaddrinfo ENOTFOUND r.example' }, 'bad'],
  ])('that answers %j is %s', async (answer, state) => {
    const asked: string[] = [];
    const client = { ask: async (reference: string) => (asked.push(reference), answer) };
    await expect(registryCheck(place({ prefix: 'r.example/team' }), client).look()).resolves.toMatchObject([{ state }]);
    expect(asked).toEqual(['r.example/team/todo-backend:v1']);
  });

  it('is not asked where there is none', async () => {
    const client = { ask: () => Promise.reject(new Error('asked')) };
    await expect(registryCheck(place(), client).look()).resolves.toEqual([]);
  });
});

describe('base images', () => {
  const home = process.env['FAIRLEAD_HOME'];
  beforeEach(() => void (process.env['FAIRLEAD_HOME'] = root));
  afterEach(() => {
    if (home === undefined) delete process.env['FAIRLEAD_HOME'];
    else process.env['FAIRLEAD_HOME'] = home;
  });

  it('are looked at once each, pinned or not', async () => {
    writeBaseLock(root, { 'base:1': digest('a') });
    const found = await basesCheck(place(), async () => true).look();
    expect(found).toMatchObject([{ state: 'ok', detail: 'base:1, pinned' }, { state: 'ok', detail: expect.stringContaining('refresh-bases') }]);
  });

  it('that no registry answers for are replaced, or cannot be', async () => {
    const found = await basesCheck(place(), async () => false).look();
    for (const { state, detail } of found) expect([state, detail]).toEqual([expect.stringMatching('todo|bad'), expect.stringContaining('stand-in')]);
  });

  it('that no registry answers for are not replaced where they are pinned or pushed', async () => {
    writeBaseLock(root, { 'base:1': digest('a') });
    const states = async (registry?: { prefix: string; standIns?: boolean }) => (await basesCheck(place(registry), async () => false).look()).map(({ detail, state }) => [detail.split(',')[0], state === 'bad']);
    expect(await states()).toContainEqual(['no registry answers for base:1', true]);
    rmSync(join(root, 'bases.lock.json'));
    expect(await states({ prefix: 'r.example/team' })).toEqual([['no registry answers for base:1', true]]);
    const allowed = await basesCheck(place({ prefix: 'r.example/team', standIns: true }), async () => false).look();
    expect(allowed).toMatchObject([{ detail: expect.stringContaining('stand-in') }]);
    expect(allowed[0]?.detail).not.toContain('pushed');
  });
});

it('what was not built yet is something to do', async () => {
  await expect(buildsCheck(place()).look()).resolves.toMatchObject([{ state: 'todo', detail: 'backend, frontend, postgres not built yet' }, { name: 'chart', state: 'todo' }]);
});
