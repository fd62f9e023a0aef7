import { dump } from 'js-yaml';
import type { Model } from '../../model/model';

/** By commit, as tags can be moved; the version is what it was tagged with. */
const ACTIONS = {
  checkout: { uses: 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8', version: 'v5.0.0' },
  node: { uses: 'actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444', version: 'v5.0.0' },
  go: { uses: 'actions/setup-go@44694675825211faa026b3c33043df3e48a5fa00', version: 'v6.0.0' },
  cache: { uses: 'actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830', version: 'v4.3.0' },
  upload: { uses: 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02', version: 'v4.6.2' },
} as const;

/**
 * The GitHub workflow. Pull requests check what is cheap as a whole, and of the projects those that they affect
 * (`nx affected`, which needs the whole history); what is pushed to main goes through everything. Both call the script that people call.
 */
export function renderCiWorkflow(model: Model): string {
  const workflow = {
    name: 'ci',
    on: { push: { branches: ['main'] }, pull_request: {} },
    permissions: { contents: 'read' },
    concurrency: { group: 'ci-${{ github.ref }}', 'cancel-in-progress': "${{ github.event_name == 'pull_request' }}" },
    defaults: { run: { shell: 'bash' } },
    jobs: {
      affected: {
        ...job('pull_request', 45),
        steps: [
          ...setUp(),
          { run: 'npm ci --no-audit --no-fund' },
          // By a variable: what stands in the text of a script is run by the shell.
          { name: 'what the pull request affects', env: { BASE: '${{ github.event.pull_request.base.sha }}' }, run: 'node --import tsx scripts/ci.ts synth checkers root affected --base="$BASE"' },
        ],
      },
      all: {
        ...job('push', 120),
        steps: [
          ...setUp(),
          { name: `everything, and ${model.app} on a real cluster`, run: 'bash .ci/run' },
          { name: 'reports of verify', if: 'always()', uses: ACTIONS.upload.uses, with: { name: 'reports', path: 'dist/reports', 'if-no-files-found': 'ignore', 'retention-days': 14 } },
        ],
      },
    },
  };
  return withVersions(dump(workflow, { lineWidth: -1, noRefs: true }));
}

/** In the distribution whose packages the tests are written for; privileged, as a cluster is started in it. */
function job(event: string, minutes: number): object {
  return {
    if: `github.event_name == '${event}'`,
    'runs-on': 'ubuntu-24.04',
    container: { image: 'debian:12', options: '--privileged' },
    'timeout-minutes': minutes,
  };
}

function setUp(): object[] {
  return [
    { name: 'git, without which checkout takes no history', run: 'apt-get update && apt-get install -y --no-install-recommends ca-certificates git' },
    { uses: ACTIONS.checkout.uses, with: { 'fetch-depth': 0, 'persist-credentials': false } },
    { name: 'let root read what the runner checked out', run: 'git config --global --add safe.directory "$GITHUB_WORKSPACE"' },
    { uses: ACTIONS.node.uses, with: { 'node-version': 24, cache: 'npm' } },
    { uses: ACTIONS.go.uses, with: { 'go-version': '1.26', cache: false } },
    { uses: ACTIONS.cache.uses, with: { path: '.nx/cache', key: 'nx-${{ github.sha }}', 'restore-keys': 'nx-' } },
  ];
}

/** Objects have no comments, and the tools that update pinned actions read the version from one. */
function withVersions(yaml: string): string {
  return Object.values(ACTIONS).reduce((text, { uses, version }) => text.replaceAll(uses, `${uses} # ${version}`), yaml);
}
