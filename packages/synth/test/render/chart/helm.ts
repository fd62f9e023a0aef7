import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { Model } from '../../../src/model/model';
import { renderChart } from '../../../src/render/chart';

/** Helm on the PATH, or the one that a deploy has fetched. */
function helm(): string {
  const tools = join(process.env['FAIRLEAD_HOME'] ?? join(homedir(), '.fairlead'), 'tools');
  const fetched = existsSync(tools) ? readdirSync(tools).map((name) => join(tools, name, 'helm')).find((path) => existsSync(path)) : undefined;
  return fetched ?? 'helm';
}

export interface KubeObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

/** Writes the chart of a model to a fresh folder. */
export function writeChart(model: Model): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'chart-')), model.chart.name);
  for (const [path, text] of Object.entries(renderChart(model))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Runs the real Helm. @throws Error with what Helm said. */
export function runHelm(...args: string[]): string {
  return execFileSync(helm(), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

export const PASSWORD = ['--set', 'postgres.password=p'];

/** What Helm makes of the chart of a model. */
export function template(model: Model, ...args: string[]): KubeObject[] {
  return (loadAll(runHelm('template', 'shop', writeChart(model), ...args)) as (KubeObject | null)[]).filter((object) => object !== null);
}
