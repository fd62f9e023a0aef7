import { mkdirSync, writeFileSync } from 'node:fs';
import { clusterTools, nxOk } from './workspace';
import { whileWriting, type Tally } from './load';

const NAMESPACE = 'todo-chatbot';
const MINUTES = 60_000;
/** Where the figures of a run are kept. */
const FIGURES = 'dist/e2e';

let tools: Awaited<ReturnType<typeof clusterTools>>;
let url: string;

beforeAll(async () => {
  const output = await nxOk('deploy', 'todo-chatbot');
  url = /https?:\/\/localhost:\d+/.exec(output)?.[0] ?? '';
  await nxOk('build', 'embedded-cluster');
  tools = await clusterTools();
}, 15 * MINUTES);

const kubectl = (...args: string[]): Promise<string> => tools.kubectl('--namespace', NAMESPACE, ...args);
const rolledOut = (workload: string): Promise<string> => kubectl('rollout', 'status', workload, '--timeout', '120s');

/** Writes while `work` takes its time, and holds what is there against what was acknowledged. */
async function keepsEverything(name: string, work: () => Promise<unknown>): Promise<Tally> {
  const { tally, titles } = await whileWriting(url, async () => void (await work()));
  mkdirSync(FIGURES, { recursive: true });
  const figures = { acknowledged: tally.acknowledged.length, refused: tally.refused };
  writeFileSync(`${FIGURES}/${name}.json`, `${JSON.stringify(figures, null, 2)}\n`);
  expect(tally.acknowledged.length).toBeGreaterThan(0);
  expect(tally.acknowledged.filter((title) => !titles.has(title))).toEqual([]);
  return tally;
}

describe('under load, no write that was acknowledged is lost', () => {
  it('in a rolling update of the backend, which refuses none', async () => {
    const { refused } = await keepsEverything('rolling-update', async () => {
      await kubectl('rollout', 'restart', 'deployment/todo-chatbot-backend');
      await rolledOut('deployment/todo-chatbot-backend');
    });
    expect(refused).toEqual({});
  }, 5 * MINUTES);

  it('when a backend pod is killed without warning: only what it had in its hands is refused', async () => {
    const { refused } = await keepsEverything('backend-kill', async () => {
      const pod = (await kubectl('get', 'pods', '--selector', 'app.kubernetes.io/component=backend', '--output', 'jsonpath={.items[0].metadata.name}')).trim();
      await kubectl('delete', 'pod', pod, '--grace-period=0', '--force');
      await rolledOut('deployment/todo-chatbot-backend');
    });
    expect(Object.keys(refused).filter((answer) => !['502', '504', 'no answer'].includes(answer))).toEqual([]);
  }, 5 * MINUTES);

  it('when the database restarts: it is answered with 503 until it is back', async () => {
    const { refused } = await keepsEverything('database-restart', async () => {
      await kubectl('delete', 'pod', 'todo-chatbot-postgres-0');
      await rolledOut('statefulset/todo-chatbot-postgres');
      await rolledOut('deployment/todo-chatbot-backend');
    });
    expect(Object.keys(refused).filter((answer) => !['502', '503', '504', 'no answer'].includes(answer))).toEqual([]);
  }, 5 * MINUTES);
});
