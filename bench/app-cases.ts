import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { BenchCase } from './core/bench';
import { NotMeasured, rowsSchema } from './core/figure';

/** Apps bring their own cases: `apps/<name>/bench/index.ts` exports `benchCases`. */
const APPS = ['backend', 'frontend'];

const moduleSchema = z.object({
  benchCases: z.array(z.custom<BenchCase>((value) => z.object({ name: z.string(), title: z.string(), run: z.function() }).safeParse(value).success, 'is no bench case')),
});

/** The cases that the apps export; an app without any is a case that says so. */
export async function appCases(root: string): Promise<readonly BenchCase[]> {
  return (await Promise.all(APPS.map((app) => casesOf(root, app)))).flat();
}

async function casesOf(root: string, app: string): Promise<readonly BenchCase[]> {
  const file = join('apps', app, 'bench/index.ts');
  if (!existsSync(join(root, file))) return [absent(app, `there is no ${file}`)];
  const parsed = moduleSchema.safeParse(await import(pathToFileURL(join(root, file)).href));
  return parsed.success ? parsed.data.benchCases.map(checked) : [absent(app, `${file} exports no benchCases: ${z.prettifyError(parsed.error)}`)];
}

/** Apps may not import Fairlead's types, so what they answer is looked at. */
function checked(one: BenchCase): BenchCase {
  const run: BenchCase['run'] = async (bench) => {
    const rows = rowsSchema.safeParse(await one.run(bench));
    if (!rows.success) throw new Error(`the case ${one.name} answers with something else than figures: ${z.prettifyError(rows.error)}`);
    return rows.data;
  };
  return { name: one.name, title: one.title, run };
}

function absent(app: string, why: string): BenchCase {
  return { name: app, title: `the ${app}'s own cases`, run: () => Promise.reject(new NotMeasured(why)) };
}
