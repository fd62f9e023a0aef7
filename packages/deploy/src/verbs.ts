import type { Command } from './commands/command';

/** A flag as commander spells it. */
export interface Flag {
  readonly flags: string;
  readonly description: string;
}

/** One verb of the command line: its help text, its flags, and where its code is. Loaded only when it runs. */
export interface Verb {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** A step from sources to a running release: the report of `verify` shows how long it took. Default: false. */
  readonly phase?: true;
  load(): Promise<{ readonly execute: Command }>;
}

const workload: Flag = { flags: '--workload <name>', description: 'only this workload' };
const takeOver: Flag = { flags: '--take-over', description: 'recover a release that another Helm seems to be changing' };
const yes: Flag = { flags: '--yes', description: 'do not ask' };

/** Adding a verb is one file in `commands/` and one entry here. */
export const verbs: readonly Verb[] = [
  { name: 'image-store', summary: 'choose where images go, and make it ready', phase: true, flags: [], load: () => import('./commands/image-store') },
  { name: 'build-image', summary: 'build the image of one workload', phase: true, flags: [workload], load: () => import('./commands/build-image') },
  { name: 'refresh-bases', summary: 'pin the base images to the digests that their registries have now', flags: [], load: () => import('./commands/refresh-bases') },
  {
    name: 'helm-package',
    summary: 'lint and package the chart to dist/charts',
    phase: true,
    flags: [],
    load: () => import('./commands/helm-package'),
  },
  {
    name: 'deploy',
    summary: 'install or upgrade the release and wait until it serves',
    phase: true,
    flags: [takeOver],
    load: () => import('./commands/deploy'),
  },
  {
    name: 'verify',
    summary: 'prove that what runs is what was built, and that it works',
    flags: [
      { flags: '--no-browser', description: 'leave out the checks and the screenshot that need Chromium' },
      { flags: '--disrupt', description: 'take pods away even where the cluster is not on this machine' },
    ],
    load: () => import('./commands/verify'),
  },
  {
    name: 'open',
    summary: 'make the app reachable on localhost until Ctrl-C',
    flags: [
      { flags: '--port <number>', description: 'exactly this port (default: the one of the app, or a free one near it)' },
      { flags: '--background', description: 'go on in the background and return' },
      { flags: '--stop', description: 'end the tunnel in the background' },
      { flags: '--keep <spec>', description: 'be the process in the background; Fairlead starts it itself' },
    ],
    load: () => import('./commands/open'),
  },
  { name: 'status', summary: 'what runs, and whether it is what was built', flags: [], load: () => import('./commands/status') },
  {
    name: 'logs',
    summary: 'log lines of all pods, each with the name of its pod',
    flags: [
      workload,
      { flags: '--follow', description: 'go on until interrupted' },
      { flags: '--lines <count>', description: 'last lines of each container (default: 100)' },
    ],
    load: () => import('./commands/logs'),
  },
  { name: 'diff', summary: 'what a deploy would change in the cluster', flags: [], load: () => import('./commands/diff') },
  {
    name: 'rollback',
    summary: 'go back to an earlier revision',
    flags: [{ flags: '--revision <number>', description: 'default: the last one that served before the current' }, takeOver],
    load: () => import('./commands/rollback'),
  },
  {
    name: 'undeploy',
    summary: 'remove the release; its data stays',
    flags: [{ flags: '--delete-data', description: 'remove the database volume and its password as well' }, yes],
    load: () => import('./commands/undeploy'),
  },
  { name: 'doctor', summary: 'everything that stands in the way of a deploy, at once', flags: [], load: () => import('./commands/doctor') },
  {
    name: 'backup',
    summary: 'copy the in-cluster database to a local file',
    flags: [{ flags: '--file <path>', description: 'default: .fairlead/backups/<environment>-<time>.dump' }],
    load: () => import('./commands/backup'),
  },
  {
    name: 'restore',
    summary: 'replace the in-cluster database by a backup',
    flags: [{ flags: '--file <path>', description: 'the backup' }, yes],
    load: () => import('./commands/restore'),
  },
];
