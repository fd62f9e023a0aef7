import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface Row { readonly task: string; readonly subject: string; readonly test: string }

const rows: Row[] = [...readFileSync('ARCHITECTURE.md', 'utf8').matchAll(/^\| (T\d{3}) \| .* \| `(.+?)` \| `(.+?)` \|$/gm)].map(
  ([, task = '', subject = '', test = '']) => ({ task, subject, test }),
);

function targetsOf(project: string): string[] {
  const file = ['apps', 'charts', 'packages'].map((folder) => `${folder}/${project}/project.json`).find((path) => existsSync(path));
  return file ? Object.keys((JSON.parse(readFileSync(file, 'utf8')) as { targets: object }).targets) : [];
}

describe('the task table of ARCHITECTURE.md', () => {
  it('has every task once, in order', () => {
    expect(rows.map(({ task }) => task)).toEqual(Array.from({ length: 19 }, (_, index) => `T${String(index + 1).padStart(3, '0')}`));
  });

  it.each(rows.map((row) => [row.task, row.subject] as const))('%s names a file or a target that exists: %s', (_task, subject) => {
    const [project = '', target] = subject.split(':');
    if (target === undefined) expect(existsSync(subject)).toBe(true);
    else expect(targetsOf(project)).toContain(target);
  });

  it.each(rows.map((row) => [row.task, row.test] as const))('%s names a test that exists: %s', (_task, test) => {
    expect(existsSync(test)).toBe(true);
    if (!test.endsWith('.ts')) expect(readdirSync(test, { recursive: true }).map(String).filter((name) => name.endsWith('.test.ts'))).not.toEqual([]);
  });
});
