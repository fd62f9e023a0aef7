import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandContext } from '../commands/context';
import type { Report } from './report';
import { renderReport } from './report-html';
import { reportFolder } from './timeline';

export interface WriteReport {
  readonly context: Pick<CommandContext, 'root' | 'environment' | 'redaction'>;
  readonly report: Report;
  /** PNG by file name. */
  readonly screenshots: ReadonlyMap<string, Buffer>;
}

/** Writes `report.json` and `report.html` (and the screenshots) of an environment. @returns the path of the page. */
export async function writeReport({ context, report, screenshots }: WriteReport): Promise<string> {
  const folder = reportFolder(context.root, context.environment.name);
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (name.endsWith('.png')) await rm(join(folder, name), { force: true });
  for (const [name, png] of screenshots) await replace(join(folder, name), png);
  const json = context.redaction.json(report) ?? '';
  const shown = JSON.parse(json) as Report;
  await replace(join(folder, 'report.json'), `${json}\n`);
  const html = join(folder, 'report.html');
  await replace(html, renderReport(shown, screenshots));
  return html;
}

// Somebody may be looking at the one before.
async function replace(path: string, content: string | Buffer): Promise<void> {
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}
