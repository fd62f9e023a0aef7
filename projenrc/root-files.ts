import type { FairleadWorkspace } from '@fairlead/synth';
import { GeneratedFile } from '@fairlead/synth';
import { nxJson } from './nx-json';
import { packageJson } from './package-json';
import { tsconfigBase } from './tsconfig-base';

const IGNORED = ['dist/', 'dist-dev/', 'coverage/', '.nx/', '.secrets/', '.backups/', '.fairlead/', 'tmp/', '*.log'];
const GENERATED = ['**/Dockerfile', '**/.dockerignore', 'charts/**', 'apps/*/project.json', '.github/workflows/*', 'nx.json', 'tsconfig.base.json'];

/** Nx reads these from `.env`, before anything else, into every task. */
const NX_SETTINGS = [
  // Plug-ins in Nx's own process: it starts a second sooner.
  'NX_ISOLATE_PLUGINS=false',
  // Otherwise the progress of a task that others wait for, e.g. minutes of `image-store`, is not shown.
  // With prefixes, Nx breaks live lines and questions apart at a terminal.
  'NX_DEFAULT_OUTPUT_STYLE=stream-without-prefixes',
];

/** The files at the root that only this repository uses. */
export function addRootFiles(workspace: FairleadWorkspace): void {
  workspace.gitignore.exclude(...IGNORED);
  for (const pattern of GENERATED) workspace.gitattributes.addAttributes(pattern, 'linguist-generated');
  workspace.addJson('nx.json', nxJson);
  workspace.addJson('tsconfig.base.json', tsconfigBase);
  // npm writes this one itself when a dependency is added.
  workspace.addJson('package.json', packageJson, { writable: true });
  new GeneratedFile(workspace, '.env', { content: `${NX_SETTINGS.join('\n')}\n` });
}
