import type { Model } from '../../model/model';

/** Actions by commit, as tags can be moved; the tag they stood for is what the name says. */
const ACTIONS = {
  checkout: 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8', // v5.0.0
  node: 'actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444', // v5.0.0
  go: 'actions/setup-go@44694675825211faa026b3c33043df3e48a5fa00', // v6.0.0
  cache: 'actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830', // v4.3.0
} as const;

/** Never echoed and never in the workflow's text: GitHub hands it over at run time. */
const script = (args: string): string => `node --import tsx scripts/ci.ts ${args}`;

/**
 * The GitHub workflow, as an object. Pull requests test what they affect (`nx affected`, which needs the whole
 * history); everything else is the script that `.ci/run` runs.
 */
export function renderCiWorkflow(model: Model): object {
  return {
    name: 'ci',
    on: { push: { branches: ['main'] }, pull_request: {} },
    permissions: { contents: 'read' },
    concurrency: { group: 'ci-${{ github.ref }}', 'cancel-in-progress': true },
    jobs: {
      affected: {
        'runs-on': 'ubuntu-24.04',
        'timeout-minutes': 45,
        if: "github.event_name == 'pull_request'",
        steps: [...setUp(), { name: 'nx affected', env: { BASE: '${{ github.event.pull_request.base.sha }}' }, run: script('synth affected --base="$BASE"') }],
      },
      all: {
        'runs-on': 'ubuntu-24.04',
        'timeout-minutes': 90,
        if: "github.event_name == 'push'",
        steps: [...setUp(), { name: `verify ${model.app} on a real cluster`, run: 'sudo --preserve-env=PATH,CI bash .ci/run' }],
      },
    },
  };
}

function setUp(): object[] {
  return [
    { uses: ACTIONS.checkout, with: { 'fetch-depth': 0, 'persist-credentials': false } },
    { uses: ACTIONS.node, with: { 'node-version': 24, cache: 'npm' } },
    { uses: ACTIONS.go, with: { 'go-version': '1.26', cache: false } },
    { uses: ACTIONS.cache, with: { path: '.nx/cache', key: 'nx-${{ github.sha }}', 'restore-keys': 'nx-' } },
    { run: 'npm ci' },
  ];
}
