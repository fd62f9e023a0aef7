import { Command } from 'commander';
import { createProgress, FairleadError } from '@fairlead/runtime';
import { embeddedCluster } from './cluster';
import { formatEndpoints, formatStatus } from './format';

const progress = createProgress();
// What a shell reports after Ctrl-C.
const INTERRUPTED = 130;
let interruption: AbortSignal | undefined;
const print = (text: string): void => void process.stdout.write(`${text}\n`);

function program(): Command {
  const command = new Command('embedded-cluster')
    .description('A real Kubernetes on this machine, for development and CI.')
    .option('--name <name>', 'which cluster; default: FAIRLEAD_CLUSTER_NAME, else fairlead');
  const cluster = (): ReturnType<typeof embeddedCluster> => embeddedCluster(command.opts<{ name?: string }>());
  command.command('up').description('build it if needed, start it, and wait until it is usable').action(async () => {
    interruption = abortOnSignals();
    print(formatEndpoints(await cluster().up({ progress, signal: interruption })));
  });
  command.command('down').description('stop it; volumes, images and objects stay').action(() => cluster().down({ progress }));
  command.command('purge').description('stop it and remove every file of it').action(() => cluster().purge({ progress }));
  command.command('status').description('say how it is').option('--json', 'as JSON').action(async ({ json }: { json?: boolean }) => {
    const status = await cluster().status();
    print(json ? JSON.stringify(status, null, 2) : formatStatus(status));
  });
  return command;
}

/** Lets the run end its tools and its locks; a second signal ends it at once. */
function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort();
  };
  // The handlers stay: the lock's own, when it finds itself to be the last one, ends the process before it is tidy.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  return controller.signal;
}

function report(error: unknown, signal?: AbortSignal): number {
  if (signal?.aborted) {
    process.stderr.write('interrupted; the next `up` goes on from here\n');
    return INTERRUPTED;
  }
  if (!(error instanceof FairleadError)) throw error;
  const lines = [`${error.code}: ${error.message}`, ...error.details.map((line) => `  ${line}`), ...error.next.map((line) => `-> ${line}`)];
  process.stderr.write(`${lines.join('\n')}\n`);
  return error.exitCode;
}

program().parseAsync().catch((error: unknown) => {
  process.exitCode = report(error, interruption);
});
