import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appCases } from '../app-cases';
import type { Bench } from '../core/bench';
import { NotMeasured } from '../core/figure';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'fairlead-bench-test-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(app: string, text: string): void {
  mkdirSync(join(root, 'apps', app, 'bench'), { recursive: true });
  writeFileSync(join(root, 'apps', app, 'bench/index.ts'), text);
}

it('an app brings its own cases, and one that has none is a case that says so', async () => {
  write('backend', "export const benchCases = [{ name: 'api', title: 'API', run: () => Promise.resolve([]) }];\n");
  const [api, frontend] = await appCases(root);
  expect(api?.name).toBe('api');
  await expect(frontend?.run({} as Bench)).rejects.toThrow(new NotMeasured('there is no apps/frontend/bench/index.ts'));
});

it('an app whose module exports something else is a case that says what is wrong', async () => {
  write('backend', "export const benchCases = [{ name: 'api' }];\n");
  const [backend] = await appCases(root);
  await expect(backend?.run({} as Bench)).rejects.toThrow('is no bench case');
});

it('a case that answers with something else than figures breaks, and says so', async () => {
  write('backend', "export const benchCases = [{ name: 'api', title: 'API', run: () => Promise.resolve([{ what: 'p99', unit: 'ms', values: [] }]) }];\n");
  const [api] = await appCases(root);
  await expect(api?.run({} as Bench)).rejects.toThrow('the case api answers with something else than figures');
});
