import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FairleadError, type Runner } from '@fairlead/runtime';
import { nodeStart, parseReport, recordedBinaries } from '../src/node-program';
import { placesFor } from '../src/places';

const running = {
  state: 'running',
  members: [{ name: 'init', pid: 7, alive: true, rssBytes: 14_000_000, restarts: 0 }, { name: 'etcd', alive: false, restarts: 2 }],
  problems: [],
  endpoints: { kubeconfig: '/k', context: 'fairlead', buildkit: 'unix:///b', buildctl: '/c', nodeAddress: '172.30.255.2' },
};

test('a report becomes a status', () => {
  expect(parseReport(JSON.stringify(running))).toEqual({ ...running, enforcesNetworkPolicy: false, version: 'v1.35.4' });
});

test('what is not known is absent, not undefined', () => {
  const status = parseReport(JSON.stringify({ state: 'stopped', members: [], problems: [] }));
  expect(Object.keys(status)).not.toContain('endpoints');
});

test.each(['', 'panic: something', '{"state":"flying","members":[],"problems":[]}'])('%j is not a report', (text) => {
  expect(() => parseReport(text)).toThrow(expect.objectContaining({ code: 'EMBEDDED_STATUS' }));
});

describe('with a state folder', () => {
  const state = mkdtempSync(join(tmpdir(), 'fairlead-state-'));
  afterAll(() => rmSync(state, { recursive: true }));
  const places = { ...placesFor('test'), state };
  const binaries = join(state, 'programs');

  test('programs count as recorded only while they exist', () => {
    expect(recordedBinaries(places)).toBeUndefined();
    writeFileSync(join(state, 'run.json'), JSON.stringify({ pid: 1, binaries }));
    expect(recordedBinaries(places)).toBeUndefined();
    mkdirSync(binaries);
    writeFileSync(join(binaries, 'fairlead-node'), '');
    expect(recordedBinaries(places)).toBe(binaries);
  });

  test('progress is told from other lines', async () => {
    const told: string[] = [];
    const run: Runner = (_file, _args, options) => {
      for (const line of ['ready: etcd', 'something else', 'ready: dns']) options?.onLine?.(line, 'stderr');
      return Promise.resolve({ exitCode: 0, stdout: '', stderr: '' });
    };
    await nodeStart(run, { places, binaries }, { onReady: (what) => told.push(what) });
    expect(told).toEqual(['etcd', 'dns']);
  });

  test('a failed start shows the last lines of the log', async () => {
    mkdirSync(join(state, 'logs'));
    writeFileSync(join(state, 'logs', 'init.log'), 'etcd ended with killed\n');
    const run: Runner = () => Promise.reject(new FairleadError({ code: 'TOOL_FAILED', message: 'exited with 1', details: ['ready: etcd', 'dns is not ready'] }));
    await expect(nodeStart(run, { places, binaries }, { onReady: () => undefined })).rejects.toMatchObject({
      code: 'EMBEDDED_START',
      details: ['dns is not ready', 'etcd ended with killed'],
    });
  });
});
