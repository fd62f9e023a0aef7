import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { builtTag, clusterTools, nx, nxOk, type Pod } from './workspace';

const NAMESPACE = 'todo-chatbot';
const MINUTES = 60_000;

let tools: Awaited<ReturnType<typeof clusterTools>>;

beforeAll(async () => {
  await nxOk('deploy', 'todo-chatbot');
  await nxOk('build', 'embedded-cluster');
  tools = await clusterTools();
}, 15 * MINUTES);

async function pods(namespace = NAMESPACE): Promise<readonly Pod[]> {
  const { items } = JSON.parse(await tools.kubectl('-n', namespace, 'get', 'pods', '-o', 'json')) as { items: Pod[] };
  return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined && metadata.labels['app.kubernetes.io/component'] !== 'test');
}
const uids = async (): Promise<string[]> => (await pods()).map(({ metadata }) => metadata.uid).sort();

/** Rows that outlive everything below; written past the app, so that no session is needed to see them again. */
async function sql(statement: string): Promise<string> {
  return tools.kubectl('-n', NAMESPACE, 'exec', 'todo-chatbot-postgres-0', '--', 'psql', '-h', '/tmp', '-U', 'todo_chatbot', '-d', 'todo_chatbot', '-tAc', statement).catch(() =>
    tools.kubectl('-n', NAMESPACE, 'exec', 'todo-chatbot-postgres-0', '--', 'psql', '-h', '/var/run/postgresql', '-U', 'todo_chatbot', '-d', 'todo_chatbot', '-tAc', statement),
  );
}

describe('a release on a real cluster', () => {
  it('touches no pod when nothing has changed', async () => {
    const before = await uids();
    expect(await nxOk('deploy', 'todo-chatbot')).toContain('nothing changed');
    expect(await uids()).toEqual(before);
  }, 5 * MINUTES);

  it('replaces only the backend\'s pods when only the backend has changed', async () => {
    const file = 'apps/backend/src/http/probes.ts';
    const original = readFileSync(file, 'utf8');
    const frontendOf = async (): Promise<string[]> => (await pods()).filter(({ metadata }) => metadata.labels['app.kubernetes.io/component'] === 'frontend').map(({ metadata }) => metadata.uid);
    const before = { frontend: await frontendOf(), tag: builtTag('backend').tag };
    try {
      writeFileSync(file, original.replace("status: 'ok' }));", "status: 'ok', edited: true }));"));
      await nxOk('deploy', 'todo-chatbot');
      expect(builtTag('backend').tag).not.toBe(before.tag);
      expect(await frontendOf()).toEqual(before.frontend);
    } finally {
      writeFileSync(file, original);
    }
    await nxOk('deploy', 'todo-chatbot');
    expect(builtTag('backend').tag).toBe(before.tag);
  }, 5 * MINUTES);

  it('keeps its data through undeploy and deploy, and through the cluster\'s down and up', async () => {
    const mark = randomBytes(8).toString('hex');
    await sql(`insert into server_keys values ('e2e-${mark}', 'kept')`);
    await nxOk('undeploy', 'todo-chatbot');
    expect(await pods()).toEqual([]);
    await nxOk('deploy', 'todo-chatbot');
    expect(await sql(`select value from server_keys where name = 'e2e-${mark}'`)).toContain('kept');
    await nxOk('down', 'embedded-cluster');
    await nxOk('deploy', 'todo-chatbot');
    expect(await sql(`delete from server_keys where name = 'e2e-${mark}' returning value`)).toContain('kept');
  }, 10 * MINUTES);

  it('says so when the context of an environment does not exist', async () => {
    const { exitCode, stdout, stderr } = await nx('status', 'todo-chatbot', '-c', 'production');
    expect(exitCode).not.toBe(0);
    expect(stdout + stderr).toContain('CONTEXT_MISSING');
  }, 5 * MINUTES);
});

describe('the packaged chart by hand', () => {
  const place = 'todo-by-hand';

  it('installs with plain helm and --set, in a namespace that enforces Pod Security restricted', async () => {
    await tools.kubectl('delete', 'namespace', place, '--ignore-not-found');
    await tools.kubectl('create', 'namespace', place);
    await tools.kubectl('label', 'namespace', place, 'pod-security.kubernetes.io/enforce=restricted');
    try {
      const images = ['backend', 'frontend', 'postgres'].flatMap((component) => {
        const { repository, tag } = builtTag(component);
        return ['--set', `${component}.image.repository=${repository}`, '--set-string', `${component}.image.tag=${tag}`];
      });
      await expect(tools.helm('install', 'mine', 'dist/charts/todo-chatbot-0.1.0.tgz', '-n', place)).rejects.toMatchObject({ result: { stderr: expect.stringContaining('postgres.password is missing') as string } });
      await tools.helm('install', 'mine', 'dist/charts/todo-chatbot-0.1.0.tgz', '-n', place, '--wait', '--timeout', '180s', '--set', 'postgres.password=by-hand', ...images);
      expect(await tools.helm('test', 'mine', '-n', place, '--timeout', '120s')).toContain('Succeeded');
    } finally {
      await tools.kubectl('delete', 'namespace', place, '--wait=false');
    }
  }, 10 * MINUTES);
});
