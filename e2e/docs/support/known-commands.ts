import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run, silentProgress } from '@fairlead/runtime';
import type { KubeToolName } from '../../../packages/deploy/src/tools/kube-tool';
import { createKubeTools } from '../../../packages/deploy/src/tools/kube-tools';
import { verbs } from '../../../packages/deploy/src/verbs';
import { wordsOf } from './documented-commands';
import { faultOfNx, type Projects } from './nx-commands';
import { reasonOf } from './reason-of';

/** What is wrong with a command; undefined when nothing is. */
type Judge = (args: readonly string[]) => Promise<string | undefined> | string | undefined;

/** Commands of others that a page may tell people to type; what they do cannot be tried here. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  minikube: ['start', 'stop', 'status', 'delete', 'profile', 'logs', 'image', 'addons', 'ip'],
  kind: ['create', 'delete', 'get', 'load', 'export'],
  docker: ['version', 'info', 'login', 'ps', 'images', 'buildx'],
  git: ['clone', 'commit', 'add', 'push', 'status', 'diff', 'log'],
  'apt-get': ['update', 'install'],
};
/** Parts of every system. */
const SYSTEM = new Set(['cd', 'cp', 'mkdir', 'rm', 'cat', 'chmod', 'export', 'echo', 'printf', 'curl', 'sudo', 'mount', 'touch']);

/** Judges documented commands: cheap ones are run, dear ones must exist, and what is not known is wrong. */
export function createJudge(projects: Projects): (command: string) => Promise<string | undefined> {
  const tools: Readonly<Record<string, Judge>> = {
    npm: npmFault,
    npx: ([tool = '', ...args]) => (tool === 'nx' ? faultOfNx(args, projects) : npxFault(tool, args)),
    bash: ([file = '']) => (existsSync(file) ? run('bash', ['-n', file]).then(() => undefined, reasonOf) : `there is no ${file}`),
    helm: (args) => kubeFault('helm', args),
    kubectl: (args) => kubeFault('kubectl', args),
  };
  const judge = async (command: string): Promise<string | undefined> => {
    const [tool = '', ...args] = wordsOf(command);
    const known = tools[tool];
    if (known) return known(args);
    if (SYSTEM.has(tool)) return undefined;
    if (!(tool in ELSEWHERE)) return `${tool} is no command that is known here`;
    return ELSEWHERE[tool]?.includes(args[0] ?? '') ? undefined : `${tool} ${args[0] ?? ''} is not known here`;
  };
  // Pages repeat each other, and some commands take seconds.
  const judged = new Map<string, Promise<string | undefined>>();
  return (command) => {
    const judgement = judged.get(command) ?? judge(command);
    judged.set(command, judgement);
    return judgement;
  };
}

function npmFault([command = '', name = '']: readonly string[]): Promise<string | undefined> | string | undefined {
  if (command === 'ci') return faultOfInstall();
  // What a new folder asks for; npm itself is what would tell of a fault.
  if (command === 'install' && name === '') return undefined;
  if (command !== 'test' && command !== 'run') return `npm ${command} is not known here`;
  const script = command === 'test' ? 'test' : name;
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  return script in scripts ? undefined : `package.json has no script ${script}`;
}

/** npm compares lock file and manifests without installing; in a copy, since it would take node_modules away. */
async function faultOfInstall(): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-npm-ci-'));
  try {
    const projects = ['packages', 'apps'].flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)));
    for (const file of ['package-lock.json', ...['', ...projects].map((one) => join(one, 'package.json'))].filter((path) => existsSync(path))) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      copyFileSync(file, join(folder, file));
    }
    if (existsSync('.npmrc')) cpSync('.npmrc', join(folder, '.npmrc'));
    return await run('npm', ['ci', '--dry-run', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder }).then(() => undefined, reasonOf);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function npxFault(tool: string, args: readonly string[]): Promise<string | undefined> | string | undefined {
  if (tool === 'projen') return faultOfSynth();
  if (tool === 'fairlead') return verbs.some(({ name }) => name === args[0]) ? undefined : `fairlead has no verb ${args[0] ?? ''}`;
  return existsSync(join('node_modules/.bin', tool)) ? undefined : `no package brings ${tool}`;
}

/** Synthesizes without replacing anything. That files differ is another test's business: replacing them is what the command is for. */
async function faultOfSynth(): Promise<string | undefined> {
  const replaces = 'it replaces these files';
  const { exitCode, stdout, stderr } = await run(process.execPath, ['--require', '@fairlead/synth/register.cjs', '.projenrc.ts', '--check'], { okCodes: [0, 1] });
  return exitCode === 0 || stderr.includes(replaces) ? undefined : stdout + stderr;
}

const PLACE = new Set(['-n', '--namespace', '--context', '--kube-context', '--kubeconfig']);

/** Asks the tool itself whether it has the command. */
async function kubeFault(tool: KubeToolName, args: readonly string[]): Promise<string | undefined> {
  const rest = args.filter((word, index) => !PLACE.has(word) && !PLACE.has(args[index - 1] ?? ''));
  const command = rest.slice(0, rest[0] === 'config' ? 2 : 1);
  const { path } = await createKubeTools({ progress: silentProgress }).find(tool);
  const { stdout } = await run(path, [...command, '--help'], { okCodes: [0, 1] });
  return stdout.includes(`${tool} ${command.join(' ')}`) ? undefined : `${tool} has no command ${command.join(' ')}`;
}
