import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@fairlead/runtime';
import fc from 'fast-check';
import { objectsOf } from '../../src/release/manifest';
import { diffManifests } from '../../src/release/manifest-diff';
import { formatAge, renderPods } from '../../src/release/pods-table';
import { createRedaction } from '../../src/release/redaction';
import { withoutTimes } from '../../src/release/reproducible-archive';
import { throwFaults } from '../../src/release/faults';
import { FairleadError } from '@fairlead/runtime';
import { crashed, pod } from '../support/pods';

it('pods are shown as kubectl shows them', () => {
  const now = Date.parse('2026-11-24T10:03:00Z');
  const pods = [pod('web', { name: 'web-b', ready: false, status: crashed({ restarts: 2 }) }), pod('web', { name: 'web-a' }), pod('web', { name: 'web-c', deleted: true })];
  expect(renderPods(pods, now).split('\n')).toEqual([
    'NAME    READY   STATUS             RESTARTS   AGE',
    'web-a   1/1     Running            0          3m',
    'web-b   0/1     CrashLoopBackOff   2          3m',
    'web-c   1/1     Terminating        0          3m',
  ]);
});

it.each([[0, '0s'], [119_000, '119s'], [120_000, '2m'], [7_200_000, '2h'], [172_800_000, '2d'], [-5_000, '0s']])('%i ms are %s', (milliseconds, age) => {
  expect(formatAge(milliseconds)).toBe(age);
});

it('manifests are compared object by object, whatever the order of objects and keys', () => {
  const before = 'apiVersion: v1\nkind: A\nmetadata: {name: one}\nspec: {x: 1, y: 2}\n---\napiVersion: v1\nkind: B\nmetadata: {name: two}\n';
  const after = 'apiVersion: v1\nkind: C\nmetadata: {name: three}\n---\nmetadata: {name: one}\nkind: A\napiVersion: v1\nspec: {y: 2, x: 3}\n';
  expect(diffManifests(before, before)).toEqual([]);
  const changes = diffManifests(before, after);
  expect(changes.map(({ object, change }) => [object, change])).toEqual([['A/one', 'changed'], ['B/two', 'removed'], ['C/three', 'added']]);
  expect(changes[0]?.patch).toMatch(/-\s+x: 1\n\+\s+x: 3/);
});

it('a manifest is read as Helm reads it: a key that is there twice counts as it is there last', () => {
  expect(objectsOf('# Source: x\n---\napiVersion: v1\nkind: A\nmetadata: {name: one, labels: {a: first, a: last}}\n---\n')).toEqual([{ apiVersion: 'v1', kind: 'A', metadata: { name: 'one', labels: { a: 'last' } } }]);
});

it('what is hidden stays hidden, also when it is added later', () => {
  const redaction = createRedaction();
  redaction.hide(['first-secret']);
  redaction.hide(['second-secret']);
  expect(redaction.text('first-secret second-secret third')).toBe('*** *** third');
});

it('whatever is hidden, JSON stays JSON of the same form, and holds none of it', () => {
  const secret = fc.oneof(fc.string({ minLength: 4 }), fc.constantFrom('": "', '",\n  "', 'true', 'null', '{\n  "a": "service_account"\n}', '-----BEGIN KEY-----\n"a": 1,\n', '12345678'));
  fc.assert(
    fc.property(fc.array(secret, { maxLength: 4 }), fc.jsonValue(), (secrets, value) => {
      const redaction = createRedaction();
      redaction.hide(secrets);
      const shown: unknown = JSON.parse(redaction.json({ value, secrets }) ?? '');
      expect(formOf(shown)).toEqual(formOf(JSON.parse(JSON.stringify({ value, secrets }))));
      expect(shown).toMatchObject({ secrets: secrets.map(() => expect.stringMatching(/^\*+$/)) });
    }),
  );
});

it('nothing is no JSON', () => {
  expect(createRedaction().json(undefined)).toBeUndefined();
});

/** The same with the text of strings left out. */
function formOf(value: unknown): unknown {
  if (typeof value === 'string') return '';
  if (Array.isArray(value)) return value.map(formOf);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, formOf(item)])) : value;
}

it('one fault is thrown as it is, several as one that lists them', () => {
  const fault = (code: string): FairleadError => new FairleadError({ code, message: `${code} is wrong`, next: ['mend it', code] });
  const one = fault('ONE');
  expect(() => throwFaults([])).not.toThrow();
  expect(() => throwFaults([one])).toThrow(one);
  expect(() => throwFaults([one, fault('TWO')])).toThrow(expect.objectContaining({ message: '2 things stand in the way', details: ['ONE is wrong [ONE]', 'TWO is wrong [TWO]'], next: ['mend it', 'ONE', 'TWO'] }));
});

describe('an archive without times', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-archive-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const pack = async (mtime: string): Promise<Buffer> => {
    for (const [name, size] of [['a.txt', 0], ['b.txt', 511], ['c.txt', 512], ['d.txt', 1025]] as const) writeFileSync(join(folder, name), 'x'.repeat(size));
    await run('tar', ['-czf', 'out.tgz', `--mtime=${mtime}`, '--owner=0', '--group=0', 'a.txt', 'b.txt', 'c.txt', 'd.txt'], { cwd: folder });
    return (await import('node:fs')).readFileSync(join(folder, 'out.tgz'));
  };

  it('is the same whenever it was packed, and tar still reads all of it', async () => {
    const one = withoutTimes(await pack('2020-01-01 00:00:00'));
    const two = withoutTimes(await pack('2026-11-24 10:00:00'));
    expect(Buffer.compare(one, two)).toBe(0);
    writeFileSync(join(folder, 'fixed.tgz'), one);
    const { stdout } = await run('tar', ['-tvzf', 'fixed.tgz', '--utc'], { cwd: folder });
    expect(stdout.trim().split('\n').map((line) => line.replace(/\s+/g, ' ').split(' ').slice(2).join(' '))).toEqual(['0 1980-01-01 00:00 a.txt', '511 1980-01-01 00:00 b.txt', '512 1980-01-01 00:00 c.txt', '1025 1980-01-01 00:00 d.txt']);
  });
});
