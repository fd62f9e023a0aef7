import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ownName } from '../../src/components/owner';
import { claimUndo, closeUndo, recover } from '../../src/components/undo';
import { Sandbox } from './sandbox';

const SOURCES = resolve(import.meta.dirname, '../../src/components');
const REGISTER = resolve(import.meta.dirname, '../../register.cjs');

/** Claims again and again; two inside at once would collide over one file. */
const CONTENDER = `
const { rmSync, writeFileSync } = require('node:fs');
const { claimUndo, closeUndo } = require('${SOURCES}/undo.ts');
for (let round = 0; round < 25; round += 1) {
  claimUndo('.');
  writeFileSync('inside', '', { flag: 'wx' });
  rmSync('inside');
  closeUndo('.');
}`;

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => {
  jest.restoreAllMocks();
  sandbox.remove();
});

/** As a synthesis leaves it that added `added` and was killed. */
function abandon(owner: string): void {
  mkdirSync(sandbox.path('.fairlead/undo'), { recursive: true });
  writeFileSync(sandbox.path(`.fairlead/undo/${owner}`), '');
  writeFileSync(sandbox.path('.fairlead/undo/journal.json'), JSON.stringify({ changes: [{ kind: 'add', path: 'added' }], folders: [] }));
  sandbox.write('added', '');
}

function contend(): Promise<{ readonly code: number | null; readonly stderr: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--require', REGISTER, '--eval', CONTENDER], { cwd: sandbox.root, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    child.on('close', (code) => done({ code, stderr }));
  });
}

describe('the right to replace files', () => {
  it('is one process\'s at a time, also when several find it abandoned', async () => {
    abandon('owner-999999999-1');
    expect(await Promise.all([contend(), contend(), contend()])).toEqual(Array(3).fill({ code: 0, stderr: '' }));
    expect(sandbox.has('added')).toBe(false);
    expect(readdirSync(sandbox.path('.fairlead'))).toEqual([]);
  });

  it('is never taken from a process that lives, however long it holds it', () => {
    const wait = jest.spyOn(Atomics, 'wait').mockReturnValue('timed-out');
    abandon(ownName());
    const held = `nothing was changed: process ${process.pid} is replacing files here; wait for it, or end it; then run this one again`;
    expect(() => recover(sandbox.root)).toThrow(held);
    expect(() => claimUndo(sandbox.root)).toThrow(held);
    expect(wait.mock.calls.length).toBeGreaterThan(100);
    expect(sandbox.has('added')).toBe(true);
  });

  it('is taken from a killed process whose number another one has now', () => {
    abandon(`owner-${process.pid}-1`);
    expect(recover(sandbox.root)).toBe(true);
    expect(sandbox.has('added')).toBe(false);
  });

  it('comes with its owner, and goes in one step', () => {
    const undo = claimUndo(sandbox.root);
    expect(readdirSync(undo)).toEqual([ownName()]);
    expect(readFileSync(`${undo}/${ownName()}`, 'utf8')).toBe('');
    closeUndo(sandbox.root);
    expect(recover(sandbox.root)).toBe(false);
  });
});
