import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '@fairlead/runtime';
import { openSession, type Session } from '../release/session';
import { componentSelector } from '../tunnel/ensure-tunnel';
import { kubeEnv } from '../tools/kube-env';
import { kubectlArgs, type LogsQuery } from '../tools/kubectl';
import { requireWorkload } from './require-workload';
import type { Command } from './command';
import type { CommandContext } from './context';

const LINES = 100;
// A new pod takes a moment to have a log.
const AGAIN_MS = 1_000;

/** Prints the log lines of all pods, each with the pod it comes from. */
export const execute: Command = async (context, options) => {
  const session = await openSession(context);
  const { plan, environment } = context;
  const selector = options.workload === undefined ? session.release.selector : componentSelector(plan, environment, requireWorkload(plan, options.workload));
  const query: LogsQuery = { selector, follow: options.follow === true, lines: options.lines ?? LINES };
  await print(context, session, query);
  // kubectl ends when the pods it knows are gone; those that replace them are followed by calling it again.
  while (query.follow && !context.signal.aborted) {
    const since = new Date().toISOString();
    await sleep(AGAIN_MS, undefined, { signal: context.signal });
    await print(context, session, { ...query, since });
  }
  return { data: undefined };
};

async function print(context: CommandContext, { tools, place }: Session, query: LogsQuery): Promise<void> {
  const write = (line: string): void => void process.stdout.write(`${context.redaction.text(line)}\n`);
  await run((await tools.find('kubectl')).path, kubectlArgs.logs(place, query), {
    env: kubeEnv(place),
    signal: context.signal,
    killAfterMs: 1_000,
    discardStdout: true,
    onLine: (line, stream) => (stream === 'stdout' ? write(line) : context.progress.warn(line)),
  });
}
