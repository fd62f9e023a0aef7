import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@fairlead/runtime';
import { verbs } from '../../../packages/deploy/src/verbs';
import { reasonOf } from './reason-of';

interface Target {
  readonly options?: { readonly command?: string };
  readonly configurations?: Readonly<Record<string, unknown>>;
}
interface Graph {
  readonly graph: { readonly nodes: Readonly<Record<string, { readonly data: { readonly targets: Readonly<Record<string, Target>> } }>> };
}
export type Projects = ReadonlyMap<string, Readonly<Record<string, Target>>>;

/** Every project with its targets, as Nx itself sees them. */
export async function readProjects(): Promise<Projects> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-graph-'));
  try {
    const file = join(folder, 'graph.json');
    await run('npx', ['nx', 'graph', `--file=${file}`]);
    const { graph } = JSON.parse(readFileSync(file, 'utf8')) as Graph;
    return new Map(Object.entries(graph.nodes).map(([name, { data }]) => [name, data.targets]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const FLAGS_OF_NX = /^--(output-style|skip-nx-cache|parallel|verbose)\b/;
const FLAGS_OF_EVERY_VERB = ['--plan', '--environment', '--json', '--help'];
const IS_PLACEHOLDER = /[<>]|\.\.\./;

/** What is wrong with `nx <args>`; undefined when it works. Nothing is run that could reach a cluster. */
export async function faultOfNx(args: readonly string[], projects: Projects): Promise<string | undefined> {
  const [command = '', ...rest] = args;
  // Reading the projects has run it.
  if (command === 'graph') return undefined;
  if (command === 'show' || command === 'report' || command === 'reset' || command === 'daemon') return faultOfHelp(command);
  if (command === 'run-many' || command === 'affected') return faultOfMany(command, rest, projects);
  if (command === 'g' || command === 'generate') return faultOfGenerator(rest[0] ?? '');
  const [targets = '', project = '', configuration] = command === 'run' ? [...(rest[0] ?? '').split(':').slice(1, 2), ...(rest[0] ?? '').split(':').slice(0, 1)] : [command, rest[0] ?? '', undefined];
  const flags = rest.slice(1);
  for (const target of targets.split('|')) {
    const fault = faultOfTarget({ project, target, flags: configuration === undefined ? flags : [...flags, '-c', configuration] }, projects);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

interface Invocation { readonly project: string; readonly target: string; readonly flags: readonly string[] }

function faultOfTarget({ project, target, flags }: Invocation, projects: Projects): string | undefined {
  if (IS_PLACEHOLDER.test(project) || IS_PLACEHOLDER.test(target)) return undefined;
  const targets = projects.get(project);
  if (targets === undefined) return `there is no project ${project}`;
  const found = targets[target];
  if (found === undefined) return `${project} has no target ${target}`;
  const at = flags.indexOf('-c');
  const configuration = at < 0 ? undefined : flags[at + 1];
  if (configuration !== undefined && !IS_PLACEHOLDER.test(configuration) && !(configuration in (found.configurations ?? {}))) return `${project}:${target} has no configuration ${configuration}`;
  const unknown = flags.filter((flag) => flag.startsWith('--') && !FLAGS_OF_NX.test(flag) && !flagsOf(found).includes(flag.split('=')[0] ?? ''));
  return unknown.length === 0 ? undefined : `${project}:${target} knows no ${unknown.join(', ')}`;
}

/** The flags of the `fairlead` verb behind a target. */
function flagsOf(target: Target): readonly string[] {
  const name = /fairlead\.mjs (\S+)/.exec(target.options?.command ?? '')?.[1];
  const verb = verbs.find((one) => one.name === name);
  return verb === undefined ? [] : [...FLAGS_OF_EVERY_VERB, ...verb.flags.map(({ flags }) => flags.split(' ')[0] ?? '')];
}

/** Lets Nx plan the tasks without running one. */
async function faultOfMany(command: string, args: readonly string[], projects: Projects): Promise<string | undefined> {
  const at = args.findIndex((word) => word === '-t' || word === '--target' || word === '--targets');
  const named = args.slice(at + 1);
  const end = named.findIndex((word) => word.startsWith('-'));
  const targets = end < 0 ? named : named.slice(0, end);
  const unknown = targets.filter((target) => ![...projects.values()].some((known) => target in known));
  if (at < 0 || unknown.length > 0) return `no project has ${unknown.join(', ') || 'a target that is named'}`;
  return run('npx', ['nx', command, ...args, '--graph=stdout']).then(({ stdout }) => (stdout.includes('"tasks"') ? undefined : 'Nx plans no tasks'), reasonOf);
}

async function faultOfHelp(command: string): Promise<string | undefined> {
  return run('npx', ['nx', command, '--help']).then(() => undefined, reasonOf);
}

function faultOfGenerator(name: string): string | undefined {
  const [plugin = '', generator = ''] = name.split(':');
  const list = join('node_modules', plugin, 'generators.json');
  if (!existsSync(list)) return `there is no plugin ${plugin}`;
  const { generators } = JSON.parse(readFileSync(list, 'utf8')) as { generators: object };
  return generator in generators ? undefined : `${plugin} has no generator ${generator}`;
}
