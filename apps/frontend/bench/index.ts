import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { measureBundle, type BundleSizes } from './measure-bundle';

const CONFIG = join(import.meta.dirname, '../vite.config.ts');
/** kB that the first load may weigh. */
const AIM_KB = 150;

/** Cases of `npm run bench` about the page. */
export const benchCases = [{ name: 'page', title: 'what the page weighs', run: async () => rows(await weighFreshBuild()) }] as const;

/** Builds the page anew, so that nothing old is weighed, and leaves nothing behind. */
export async function weighFreshBuild(): Promise<BundleSizes> {
  const outDir = await mkdtemp(join(tmpdir(), 'todo-chatbot-page-'));
  try {
    await build({ configFile: CONFIG, logLevel: 'error', build: { outDir, emptyOutDir: true } });
    return measureBundle(outDir);
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

function rows({ firstLoad, later, fonts, total }: BundleSizes) {
  const row = (what: string, bytes: number) => ({ what, unit: 'kB' as const, values: [bytes / 1000] });
  return [
    { ...row('first load (html, js, css), gzip level 6', firstLoad[6]), aim: AIM_KB },
    { ...row('first load (html, js, css), gzip level 1', firstLoad[1]), aim: AIM_KB },
    row('scripts fetched later, gzip level 6', later[6]),
    row('fonts', fonts),
    row('everything, not compressed', total),
  ];
}
