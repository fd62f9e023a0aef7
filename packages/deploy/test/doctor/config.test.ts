import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedCheck, secretsCheck, secretsFileCheck } from '../../src/doctor/config';
import { makePlan } from '../support/plans';
import { replay, type Answer } from '../support/replay';
import { testContext } from '../support/run-context';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'doctor-'));
  mkdirSync(join(root, 'charts/todo'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const command = 'node --require x .projenrc.ts --check';
const look = (answer: Answer) => generatedCheck(testContext({ root }), replay({ [command]: answer }).run).look();
const writeTarget = (): void => writeFileSync(join(root, 'charts/todo/project.json'), JSON.stringify({ targets: { containerize: { options: { command } } } }));

it('the target that checks generated files is asked, and what it says first is shown', async () => {
  writeTarget();
  await expect(look({})).resolves.toMatchObject([{ state: 'ok' }]);
  await expect(look({ exitCode: 1, stderr: '1 generated file differs from the config:\n  charts/todo/values.yaml (outdated)\n\n--- on disk\n+++ from the config\n' })).resolves.toMatchObject([
    { state: 'bad', detail: '1 generated file differs from the config: charts/todo/values.yaml (outdated)', next: [expect.stringContaining('npx projen'), expect.anything()] },
  ]);
});

it('says when there is no such target', async () => {
  await expect(look({})).resolves.toMatchObject([{ state: 'bad', next: [expect.stringContaining('npx projen')] }]);
});

it('a required secret that is missing is named, one that is optional allowed', async () => {
  await expect(secretsCheck(testContext({ root })).look()).resolves.toMatchObject([{ state: 'ok', detail: expect.stringContaining('API_KEY not given') }]);
  const plan = makePlan();
  const required = { ...plan, secrets: plan.secrets.map((secret) => ({ ...secret, required: secret.name === 'API_KEY' })) };
  await expect(secretsCheck(testContext({ root, plan: required })).look()).resolves.toMatchObject([{ state: 'bad', detail: expect.stringContaining('API_KEY') }]);
});

it('says nothing of a file of secrets that is not there', async () => {
  await expect(secretsFileCheck(testContext({ root })).look()).resolves.toEqual([]);
});
