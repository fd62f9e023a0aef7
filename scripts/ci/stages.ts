/** One command of a stage. All steps of a run are run, also after a failure: one run tells everything. */
export interface Step {
  readonly title: string;
  readonly argv: readonly [string, ...string[]];
  /** It needs what `installTestTools` installs. */
  readonly needsTools?: boolean;
}

export type StageName = 'test' | 'lint' | 'typecheck' | 'synth' | 'checkers' | 'root' | 'verify' | 'e2e' | 'real' | 'affected' | 'all';

const nx = (...args: string[]): [string, ...string[]] => ['npx', 'nx', ...args, '--output-style=stream'];
const script = (path: string, ...args: string[]): [string, ...string[]] => [process.execPath, '--import', 'tsx', path, ...args];

const rootLint: Step = { title: 'lint of the root files', argv: ['npx', 'eslint', '.projenrc.ts', 'projenrc', 'scripts', 'tools', 'e2e', 'bench', '--no-error-on-unmatched-pattern'] };
const importRules: Step = { title: 'import rules', argv: ['npx', 'depcruise', 'packages', 'apps', 'bench', 'e2e', 'scripts', 'projenrc', '--config', '.dependency-cruiser.cjs'] };
const rootTypes: Step = { title: 'types of the root files', argv: ['npx', 'tsc', '-p', 'tsconfig.json'] };

/** Every stage that CI, `npm test` and `.ci/run` are made of. `base` is the commit that `affected` compares with. */
export function stages(options: { readonly base: string }): Record<StageName, readonly Step[]> {
  const since = `--base=${options.base}`;
  const single = {
    test: [
      { title: 'tests of every project', argv: nx('run-many', '-t', 'test', '--parallel=2'), needsTools: true },
      { title: 'tests of the embedded cluster in Go', argv: nx('run', 'embedded-cluster:test-go') },
    ],
    lint: [
      { title: 'lint of every project', argv: nx('run-many', '-t', 'lint', '--parallel=2') },
      rootLint,
      importRules,
    ],
    typecheck: [
      { title: 'types of every project', argv: nx('run-many', '-t', 'typecheck', '--parallel=2') },
      rootTypes,
    ],
    synth: [{ title: 'generated files are what the config says', argv: script('scripts/ci/clean-synth.ts') }],
    checkers: [{ title: 'checkers over the generated files', argv: script('tools/checkers/main.ts'), needsTools: true }],
    // What belongs to no project, so that `nx affected` never sees it.
    root: [rootLint, importRules, rootTypes],
    verify: [{ title: 'a verified app on a real cluster', argv: nx('verify', 'todo-chatbot'), needsTools: true }],
    real: [{ title: 'tests on real clusters, daemons and registries', argv: nx('run-many', '-t', 'test-real', '--parallel=1'), needsTools: true }],
    e2e: [{ title: 'end-to-end tests', argv: nx('run', 'e2e:e2e'), needsTools: true }],
    affected: [
      { title: 'affected: lint, types, tests', argv: nx('affected', '-t', 'lint', 'typecheck', 'test', '--parallel=2', since), needsTools: true },
      { title: 'affected: bundles', argv: nx('affected', '-t', 'build', since) },
    ],
  } satisfies Record<Exclude<StageName, 'all'>, readonly Step[]>;
  const { synth, checkers, lint, typecheck, test, verify, e2e, real } = single;
  // Quickest first; what the cluster is needed for comes last, and finds it built.
  return { ...single, all: [...synth, ...checkers, ...lint, ...typecheck, ...test, ...verify, ...e2e, ...real] } as Record<StageName, readonly Step[]>;
}
