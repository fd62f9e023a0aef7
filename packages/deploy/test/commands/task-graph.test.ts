import { resolve } from 'node:path';
import { run } from '@fairlead/runtime';

const workspace = resolve(import.meta.dirname, '../../../..');

/** The tasks that Nx would run for a target, without running them. */
async function tasksOf(target: string, configuration: string): Promise<readonly string[]> {
  // A test is a task of Nx itself, whose variables would reach the inner one.
  const outer = Object.fromEntries(Object.keys(process.env).filter((name) => name.startsWith('NX_')).map((name) => [name, undefined]));
  const env = { ...outer, NODE_OPTIONS: undefined, NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false' };
  const { stdout } = await run('npx', ['nx', 'run', target, '--configuration', configuration, '--graph=stdout'], { cwd: workspace, env });
  return Object.keys(JSON.parse(stdout).tasks.tasks);
}

it('a deploy for a registry environment has no task that starts a cluster', async () => {
  const tasks = await tasksOf('todo-chatbot:deploy', 'production');
  expect(tasks).toEqual(expect.arrayContaining(['todo-chatbot:deploy', 'todo-chatbot:image-store', 'backend:build-image', 'frontend:build-image', 'todo-chatbot:helm-package']));
  expect(tasks.filter((task) => /^embedded-cluster:|:(up|start|cluster)$/.test(task))).toEqual([]);
}, 60_000);
