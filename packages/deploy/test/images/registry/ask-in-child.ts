import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { run } from '@fairlead/runtime';

const here = dirname(fileURLToPath(import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

interface AskOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** User and password. Default: nobody. */
  readonly login?: readonly string[];
}

/** Asks a registry in a process of its own: Node reads `NODE_EXTRA_CA_CERTS` when it starts. */
export async function askInChild(reference: string, { env = {}, login = [] }: AskOptions = {}): Promise<{ readonly answer: unknown; readonly answers: unknown }> {
  const { stdout } = await run(process.execPath, ['--import', tsx, join(here, 'ask-child.ts'), reference, ...login], { env });
  return JSON.parse(stdout) as { answer: unknown; answers: unknown };
}
