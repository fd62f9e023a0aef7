import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../../../..');

interface TaskGraph {
  readonly tasks: {
    readonly dependencies: Readonly<Record<string, readonly string[]>>;
  };
}

/** Nx's own idea of what a run would do. */
function taskGraph(...run: string[]): TaskGraph['tasks'] {
  const file = join(mkdtempSync(join(tmpdir(), 'graph-')), 'graph.json');
  execFileSync('npx', ['nx', 'run', ...run, `--graph=${file}`], { cwd: root, env: { ...process.env, NX_DAEMON: 'false' }, stdio: 'pipe' });
  return (JSON.parse(readFileSync(file, 'utf8')) as TaskGraph).tasks;
}

describe('the task graph of verify', () => {
  const { dependencies: edges } = taskGraph('todo-chatbot:verify');
  const reaches = (from: string, to: string): boolean => (edges[from] ?? []).some((next) => next === to || reaches(next, to));

  it('builds the images in their order, after the image store', () => {
    expect(edges['backend:build-image']).toContain('todo-chatbot:image-store');
    expect(edges['frontend:build-image']).toContain('backend:build-image');
    expect(edges['todo-chatbot:image-store']).toContain('todo-chatbot:containerize');
    expect(reaches('backend:build-image', 'frontend:build-image')).toBe(false);
  });

  it('packages the chart beside the images, with no path either way', () => {
    for (const image of ['todo-chatbot:image-store', 'backend:build-image', 'frontend:build-image']) {
      expect(reaches('todo-chatbot:helm-package', image)).toBe(false);
      expect(reaches(image, 'todo-chatbot:helm-package')).toBe(false);
    }
    expect(edges['todo-chatbot:helm-package']).toContain('todo-chatbot:containerize');
  });

  it('deploys after all of them, and verifies after that', () => {
    expect(edges['todo-chatbot:deploy']).toEqual(expect.arrayContaining(['backend:build-image', 'frontend:build-image', 'todo-chatbot:helm-package']));
    expect(edges['todo-chatbot:verify']).toContain('todo-chatbot:deploy');
  });

  it('can run every task that reaches a cluster for every environment', () => {
    const run = Object.keys(edges).filter((task) => /:(image-store|build-image|helm-package|deploy|verify)$/.test(task));
    for (const task of run) {
      const [project = '', target = ''] = task.split(':');
      const folder = project === 'todo-chatbot' ? 'charts' : 'apps';
      const { targets } = JSON.parse(readFileSync(join(root, folder, project, 'project.json'), 'utf8')) as { targets: Record<string, { configurations: object }> };
      expect(targets[target]?.configurations).toEqual({ local: { args: '--environment=local' }, production: { args: '--environment=production' } });
    }
  });

  it('boots no cluster for an environment with a registry', () => {
    expect(Object.keys(taskGraph('todo-chatbot:deploy:production').dependencies).filter((task) => task.startsWith('embedded-cluster:'))).toEqual([]);
  });
});

describe('the project graph', () => {
  it('has no edge between the workloads, so that an edit of one leaves the bundle of the other in the cache', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'graph-')), 'graph.json');
    execFileSync('npx', ['nx', 'graph', `--file=${file}`], { cwd: root, env: { ...process.env, NX_DAEMON: 'false' }, stdio: 'pipe' });
    const { graph } = JSON.parse(readFileSync(file, 'utf8')) as { graph: { dependencies: Record<string, readonly { readonly target: string }[]> } };
    for (const [workload, other] of [['frontend', 'backend'], ['backend', 'frontend']] as const) {
      expect((graph.dependencies[workload] ?? []).map(({ target }) => target)).not.toContain(other);
    }
  });
});
