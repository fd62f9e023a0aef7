import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '../src/config';
import { webApp, worker } from '../src/config-kinds';
import { resolve } from '../src/model/resolve';
import { validate } from '../src/validate';
import { exampleConfig } from './example';

const ROOT = join(__dirname, '../../..');
const page = readFileSync(join(ROOT, 'docs/add-a-service.md'), 'utf8');

/** Blocks that stand under the path of a file. */
const files = Object.fromEntries([...page.matchAll(/`(apps\/[^`]+)`[^\n]*:\n\n```\w+\n(.*?)^```/gms)].map(([, path = '', text = '']) => [path, text]));

/** In the workspace, so that what a bundle imports is found. */
const folder = join(ROOT, 'tmp');
let copy: string;
beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  copy = mkdtempSync(join(folder, 'add-a-service-'));
  copyFileSync(join(ROOT, 'tsconfig.base.json'), join(copy, 'tsconfig.base.json'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
});
afterAll(() => rmSync(copy, { recursive: true }));

describe('docs/add-a-service.md', () => {
  it('has an entry that a workspace like its own takes', () => {
    const [, entry = ''] = /```ts\n(workloads: \{.*?)^```/ms.exec(page) ?? [];
    const added = new Function('worker', 'webApp', `return { ${entry} };`)(worker, webApp) as Pick<Config, 'workloads' | 'entry'>;
    const { api, page: frontend } = exampleConfig().workloads;
    const model = resolve(validate(exampleConfig({ ...added, workloads: { backend: api!, frontend: { ...frontend!, proxy: { '/api': 'backend' } } as never, ...added.workloads }, environments: { local: {} } })));
    expect(model.workloads.map(({ name }) => name)).toEqual(['backend', 'reminder', 'frontend', 'status']);
  });

  it('has a folder whose bundle is where the image looks for it', () => {
    execFileSync(process.execPath, ['apps/reminder/build.mjs'], { cwd: copy });
    expect(existsSync(join(copy, 'apps/reminder/dist/server.mjs'))).toBe(true);
    execFileSync(process.execPath, [join(ROOT, 'apps/frontend/node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'], { cwd: join(copy, 'apps/status') });
    expect(readFileSync(join(copy, 'apps/status/dist/index.html'), 'utf8')).toMatch(/src="\/assets\//);
  }, 120_000);
});
