import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `npm test` and `npm run checkers` put tools that no Debian package has. */
function tryInstalled(path: string): string | undefined {
  const tools = join(process.env['FAIRLEAD_HOME'] ?? join(homedir(), '.fairlead'), 'tools');
  const folders = existsSync(tools) ? readdirSync(tools) : [];
  return folders.map((name) => join(tools, name, path)).find((file) => existsSync(file));
}

function installed(path: string, what: string): string {
  const file = tryInstalled(path);
  if (file === undefined) throw new Error(`these tests need ${what}: \`npm test\` and \`npm run checkers\` install it`);
  return file;
}

/** The Helm that a deploy has fetched, or the one on the PATH. */
export const helm = (): string => tryInstalled('helm') ?? 'helm';

/** Command line of kubeconform for manifests on stdin; schemas come from this machine. */
export function kubeconform(): readonly [string, ...string[]] {
  const schemas = installed('v1.35.0', 'the JSON schemas of Kubernetes 1.35');
  return [installed('kubeconform', 'kubeconform'), '-strict', '-summary', '-schema-location', join(schemas, '{{ .ResourceKind }}{{ .KindSuffix }}.json'), '-'];
}
