import fs, { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOwner } from '../../src/components/owner';
import { hashOf } from '../../src/components/record';
import { exampleConfig } from '../example';
import { Sandbox, type Outcome } from './sandbox';

/** From one to the other files are added (in new folders, too), replaced and removed (and a folder with them). */
const BEFORE = { 'apps/api/Dockerfile': 'one\n', 'apps/page/Dockerfile': 'one\n', 'same.yaml': 'same\n' };
const AFTER = { 'apps/api/Dockerfile': 'two\n', 'apps/admin/deep/Dockerfile': 'one\n', 'apps/api/.dockerignore': 'one\n', 'same.yaml': 'same\n' };

/** What is rendered to the staging folder can only be thrown away; one failure there stands for all. */
const STAGED = /\/\.fairlead\/synth-\d+\//;

const CALLS = ['mkdirSync', 'writeFileSync', 'renameSync', 'linkSync', 'copyFileSync', 'rmSync'] as const;

/** Lets the `failing`th and, for a kill, every later call that changes a file fail. @returns how many were made. */
function injectFault(failing: number, kind: 'disk full' | 'kill'): { readonly calls: () => number; readonly restore: () => void } {
  let calls = 0;
  const spies = CALLS.map((name) => {
    const real = fs[name] as (...args: unknown[]) => unknown;
    return jest.spyOn(fs, name).mockImplementation(((...args: unknown[]) => {
      if (args.slice(0, 2).every((path, at) => STAGED.test(String(path)) || (at === 1 && name !== 'renameSync'))) return real(...args);
      calls += 1;
      const fails = kind === 'kill' ? calls >= failing : calls === failing && name !== 'rmSync';
      if (fails) throw Object.assign(new Error(`ENOSPC: no space left on device, ${name}`), { code: 'ENOSPC' });
      return real(...args);
    }) as never);
  });
  return { calls: () => calls, restore: () => spies.forEach((spy) => spy.mockRestore()) };
}

function synthWithFault(sandbox: Sandbox, failing: number, kind: 'disk full' | 'kill'): { readonly calls: number; readonly outcome: Outcome | undefined } {
  const fault = injectFault(failing, kind);
  try {
    return { outcome: sandbox.synthFiles(AFTER), calls: fault.calls() };
  } catch {
    return { outcome: undefined, calls: fault.calls() };
  } finally {
    fault.restore();
  }
}

describe('a synthesis that ends half-way', () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
    sandbox.synthFiles(BEFORE);
  });
  afterEach(() => sandbox.remove());

  it('leaves all as it was when the disk is full, whichever write it is that fails', () => {
    const before = sandbox.state();
    const total = callsOfOne();
    for (let failing = 1; failing <= total; failing += 1) {
      const { outcome } = synthWithFault(sandbox, failing, 'disk full');
      if (outcome?.exitCode === 0) {
        // Only what can be done without may have failed; then everything is new.
        expect(sandbox.synthFiles(AFTER, 'check').exitCode).toBe(0);
        sandbox.remove();
        sandbox = new Sandbox();
        sandbox.synthFiles(BEFORE);
        continue;
      }
      expect({ failing, output: outcome?.output }).toEqual({ failing, output: expect.stringMatching(/^the disk is full; nothing was changed/) as string });
      expect(contents(sandbox)).toEqual(contents(before));
    }
    expect(total).toBeGreaterThan(20);
  });

  it('leaves all as it was when the disk is full while it renders', () => {
    const before = sandbox.state();
    const write = fs.writeFileSync;
    const spy = jest.spyOn(fs, 'writeFileSync').mockImplementation((path, ...rest) => {
      if (String(path).endsWith('same.yaml')) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      write(path, ...rest);
    });
    const { exitCode, output } = sandbox.synthFiles(AFTER);
    spy.mockRestore();
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^the disk is full; nothing was changed/);
    expect(sandbox.state()).toEqual(before);
  });

  it('is undone by the next one when it was killed, whenever that was', () => {
    const total = callsOfOne();
    for (let failing = 1; failing <= total; failing += 1) {
      const before = contents(sandbox);
      synthWithFault(sandbox, failing, 'kill');
      // The next run finds a faulty config, so that it writes nothing of its own.
      disown(sandbox);
      sandbox.synth(exampleConfig({ app: 'Not A Name' }));
      if (sandbox.synthFiles(AFTER, 'check').exitCode === 0) {
        // Everything was in place already, so it stays.
        sandbox.remove();
        sandbox = new Sandbox();
        sandbox.synthFiles(BEFORE);
      } else expect({ failing, files: contents(sandbox) }).toEqual({ failing, files: before });
    }
  });

  it('is followed by one that works', () => {
    const total = callsOfOne();
    synthWithFault(sandbox, Math.round(total * 0.8), 'kill');
    disown(sandbox);
    expect(sandbox.synthFiles(AFTER).exitCode).toBe(0);
    expect(sandbox.synthFiles(AFTER, 'check').exitCode).toBe(0);
  });

  it('has its staging folder removed by the next one', () => {
    mkdirSync(sandbox.path('.fairlead/synth-999999999/apps'), { recursive: true });
    writeFileSync(sandbox.path('.fairlead/synth-999999999/apps/file'), '');
    sandbox.synthFiles(BEFORE);
    expect(sandbox.has('.fairlead/synth-999999999')).toBe(false);
  });

  /** How many calls a whole synthesis makes. */
  function callsOfOne(): number {
    const other = new Sandbox();
    other.synthFiles(BEFORE);
    const { calls } = synthWithFault(other, Infinity, 'kill');
    other.remove();
    return calls;
  }
});

/** Lets what a killed process holds look like it: this test's own process lives. */
function disown(sandbox: Sandbox): void {
  const undo = sandbox.path('.fairlead/undo');
  const owner = existsSync(undo) ? readdirSync(undo).find((name) => parseOwner(name) !== undefined) : undefined;
  if (owner !== undefined) renameSync(join(undo, owner), join(undo, 'owner-999999999-1'));
}

/** Path to mode and hash of the content; what was put back by copying may have another time stamp. */
function contents(source: Sandbox | Readonly<Record<string, string>>): Record<string, string> {
  const state = source instanceof Sandbox ? source.state() : source;
  return Object.fromEntries(Object.entries(state).map(([path, text]) => [path, `${text.slice(0, 5)} ${hashOf(text.replace(/^\S+ \S+ /, ''))}`]));
}
