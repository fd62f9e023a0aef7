/** Root manifest. Versions are exact: the registry's newest do not all fit together. */
export const packageJson = {
  'name': 'fairlead-workspace',
  'private': true,
  'license': 'Apache-2.0',
  'engines': {
    'node': '>=20.19'
  },
  'workspaces': [
    'packages/*',
    'apps/*'
  ],
  'scripts': {
    'test': 'node --import tsx scripts/ci.ts test',
    'lint': 'node --import tsx scripts/ci.ts lint',
    'typecheck': 'node --import tsx scripts/ci.ts typecheck',
    'checkers': 'node --import tsx scripts/ci.ts checkers',
    'e2e': 'node --import tsx scripts/ci.ts e2e',
    'bench': 'node --import tsx bench/main.ts',
    docs: 'node --import tsx scripts/config-reference.ts',
    'synth:check': 'node --require @fairlead/synth/register.cjs .projenrc.ts --check'
  },
  'devDependencies': {
    '@axe-core/playwright': '4.13.0',
    '@eslint/js': '10.0.1',
    '@nx/js': '23.2.1',
    '@nx/node': '23.2.1',
    '@swc/core': '1.16.18',
    '@swc/jest': '0.2.39',
    '@types/jest': '30.0.0',
    '@types/node': '24.19.2',
    'constructs': '10.8.1',
    'dependency-cruiser': '17.3.9',
    'esbuild': '0.28.2',
    'eslint': '10.15.0',
    'fast-check': '4.10.2',
    'handlebars': '4.7.10',
    'jest': '30.5.2',
    'js-yaml': '5.5.0',
    'nx': '23.2.1',
    'playwright-core': '1.65.1',
    'projen': '0.103.25',
    'tsx': '4.23.15',
    'typescript': '6.0.3',
    'typescript-eslint': '8.73.0'
  },
  'overrides': {
    'unrs-resolver': '1.12.2',
    'cookie': '^1.0.2'
  },
  'allowScripts': {
    'esbuild': false,
    'nx': false,
    '@swc/core': false,
    'unrs-resolver': false,
    '@parcel/watcher': false,
    'protobufjs': false,
    '@google/genai': false
  }
};
