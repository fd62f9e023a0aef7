import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run, type RunResult } from '@fairlead/runtime';
import { builtTag, clusterTools, nxOk } from './workspace';

const PLACE = 'todo-taken-over';
const CHART = 'charts/todo-chatbot';
const MINUTES = 60_000;

let tools: Awaited<ReturnType<typeof clusterTools>>;
let root: string;

beforeAll(async () => {
  await nxOk('build-image', 'backend');
  await nxOk('build-image', 'frontend');
  await nxOk('build', 'deploy');
  tools = await clusterTools();
  root = workspaceFor(PLACE);
  await fairlead('helm-package');
  await tools.kubectl('delete', 'namespace', PLACE, '--ignore-not-found');
  await tools.kubectl('create', 'namespace', PLACE);
}, 15 * MINUTES);

afterAll(async () => {
  await tools.kubectl('delete', 'namespace', PLACE, '--wait=false');
  rmSync(root, { recursive: true });
});

/** The chart, with what was built, in a workspace whose environment `local` lies in a namespace of its own. */
function workspaceFor(namespace: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-taken-over-'));
  for (const path of [CHART, 'dist/receipts']) cpSync(path, join(folder, path), { recursive: true });
  const plan = JSON.parse(readFileSync(join(CHART, 'plan.json'), 'utf8')) as { environments: object[] };
  plan.environments = [{ ...plan.environments[0], namespace }];
  rmSync(join(folder, CHART, 'plan.json'));
  writeFileSync(join(folder, CHART, 'plan.json'), JSON.stringify(plan));
  return folder;
}

const fairlead = (...args: string[]): Promise<RunResult> => run(process.execPath, [resolve('packages/deploy/dist/fairlead.mjs'), ...args], { cwd: root });
const inPlace = (...args: string[]): Promise<string> => tools.kubectl('-n', PLACE, ...args);

/** As the app does, over the network: inside of the pod, PostgreSQL asks for no password. */
async function sql(statement: string): Promise<string> {
  const script = 'PGPASSWORD="$POSTGRES_PASSWORD" exec psql -h todo-chatbot-postgres -U todo_chatbot -d todo_chatbot -tAc "$0"';
  return inPlace('exec', 'todo-chatbot-postgres-0', '--', 'sh', '-c', script, statement);
}

async function installByHand(password: string): Promise<void> {
  const images = ['backend', 'frontend', 'postgres'].flatMap((component) => {
    const { repository, tag } = builtTag(component);
    return ['--set', `${component}.image.repository=${repository}`, '--set-string', `${component}.image.tag=${tag}`];
  });
  const archive = join(root, 'dist/charts/todo-chatbot-0.1.0.tgz');
  await tools.helm('install', 'todo-chatbot', archive, '-n', PLACE, '--wait', '--timeout', '180s', '--set', `postgres.password=${password}`, ...images);
}

describe('a chart that was installed by hand', () => {
  it('is taken over by a deploy with its data and its password, also when the database starts anew', async () => {
    const password = randomBytes(12).toString('hex');
    const mark = randomBytes(8).toString('hex');
    await installByHand(password);
    await sql(`insert into server_keys values ('e2e-${mark}', 'kept')`);

    await fairlead('deploy');
    expect(Buffer.from(await inPlace('get', 'secret', 'todo-chatbot-postgres', '-o', 'jsonpath={.data.password}'), 'base64').toString()).toBe(password);

    await inPlace('delete', 'pod', 'todo-chatbot-postgres-0');
    // The backend is not ready while its database is away.
    for (const part of ['statefulset/todo-chatbot-postgres', 'deployment/todo-chatbot-backend']) await inPlace('rollout', 'status', part, '--timeout=180s');
    expect(await sql(`select value from server_keys where name = 'e2e-${mark}'`)).toContain('kept');
    // A probe that was begun while the database was away may fail late, and a deploy then sees to the release once more.
    let said = '';
    for (let tries = 0; tries < 3 && !said.includes('nothing changed'); tries++) {
      const { stdout, stderr } = await fairlead('deploy');
      said = stderr + stdout;
    }
    expect(said).toContain('nothing changed');
  }, 15 * MINUTES);
});
