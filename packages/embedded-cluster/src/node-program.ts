import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FairleadError, type Runner } from '@fairlead/runtime';
import { z } from 'zod';
import { KUBERNETES_VERSION, NODE_PROGRAM, type Places } from './places';
import type { EmbeddedStatus } from './types';

const reportSchema = z.object({
  state: z.enum(['absent', 'stopped', 'running', 'degraded']),
  members: z.array(z.object({
    name: z.string(),
    pid: z.number().optional(),
    alive: z.boolean(),
    rssBytes: z.number().optional(),
    restarts: z.number(),
  })),
  problems: z.array(z.string()),
  endpoints: z.object({
    kubeconfig: z.string(),
    context: z.string(),
    buildkit: z.string(),
    buildctl: z.string(),
    nodeAddress: z.string(),
  }).optional(),
});

/** @throws FairleadError `EMBEDDED_STATUS` when the text is not a report. */
export function parseReport(text: string): EmbeddedStatus {
  const parsed = z.preprocess((value) => tryJson(String(value)), reportSchema).safeParse(text);
  if (!parsed.success) {
    throw new FairleadError({ code: 'EMBEDDED_STATUS', message: 'the embedded cluster gave no usable status', details: [text.slice(0, 500)], next: ['npx nx up embedded-cluster'], cause: parsed.error });
  }
  return { ...dropUndefined(parsed.data), enforcesNetworkPolicy: false, version: KUBERNETES_VERSION };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// zod's optional keys may be present with undefined, which exactOptionalPropertyTypes tells from absent.
function dropUndefined(data: z.infer<typeof reportSchema>): Omit<EmbeddedStatus, 'enforcesNetworkPolicy' | 'version'> {
  return JSON.parse(JSON.stringify(data)) as Omit<EmbeddedStatus, 'enforcesNetworkPolicy' | 'version'>;
}

/** The programs that the present or last run was started from, as far as they still exist. */
export function recordedBinaries(places: Pick<Places, 'state'>): string | undefined {
  const record = tryRecord(join(places.state, 'run.json'));
  return record && existsSync(join(record, NODE_PROGRAM)) ? record : undefined;
}

function tryRecord(path: string): string | undefined {
  try {
    return z.object({ binaries: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8'))).binaries;
  } catch {
    return undefined;
  }
}

export async function nodeStatus(run: Runner, places: Places, binaries: string): Promise<EmbeddedStatus> {
  const { stdout } = await run(join(binaries, NODE_PROGRAM), ['status', `--state=${places.state}`]);
  return parseReport(stdout);
}

export async function nodeStop(run: Runner, places: Places, binaries: string): Promise<void> {
  await run(join(binaries, NODE_PROGRAM), ['stop', `--state=${places.state}`]);
}

export interface StartOptions {
  readonly onReady: (what: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** @throws FairleadError `EMBEDDED_START` with the last lines of the log that says why. */
export async function nodeStart(run: Runner, at: { readonly places: Places; readonly binaries: string }, options: StartOptions): Promise<void> {
  const { places, binaries } = at;
  try {
    await run(join(binaries, NODE_PROGRAM), ['start', `--state=${places.state}`], {
      onLine: (line) => {
        if (line.startsWith('ready: ')) options.onReady(line.slice('ready: '.length));
      },
      ...(options.signal ? { signal: options.signal, killAfterMs: 2_000 } : {}),
    });
  } catch (error) {
    if (options.signal?.aborted || !(error instanceof FairleadError)) throw error;
    const logs = join(places.state, 'logs');
    throw new FairleadError({
      code: 'EMBEDDED_START',
      message: 'the embedded cluster did not come up',
      details: [...error.details.filter((line) => !line.startsWith('ready: ')), ...tail(join(logs, 'init.log'))],
      next: ['npx nx up embedded-cluster (repairs what it finds)', `read the logs in ${logs}`],
      cause: error,
    });
  }
}

function tail(path: string, count = 8): string[] {
  if (!existsSync(dirname(path)) || !existsSync(path)) return [];
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count);
}
