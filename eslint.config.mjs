import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const SPAWNERS = ['packages/runtime/src/run.ts', 'packages/runtime/src/spawn-detached.ts'];
const TESTS = ['**/test/**', 'e2e/**'];

const childProcess = {
  name: 'node:child_process',
  message: 'Start tools with `run` of @fairlead/runtime: argv only, redacted, and ended with the command.',
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/dist-dev/**', '**/node_modules/**', '.nx/**', '.fairlead/**', 'coverage/**'] },
  js.configs.recommended,
  tseslint.configs.strict,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-restricted-imports': ['error', { paths: [childProcess, { ...childProcess, name: 'child_process' }] }],
      // Control characters are what sanitizing code is about.
      'no-control-regex': 'off',
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    ignores: TESTS,
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      complexity: ['error', 12],
    },
  },
  {
    // A React component is its markup; splitting at 50 lines would scatter one piece of a page.
    files: ['apps/frontend/src/**/*.tsx'],
    rules: { 'max-lines-per-function': ['error', { max: 120, skipBlankLines: true, skipComments: true }] },
  },
  { files: ['packages/*/src/**', 'apps/*/src/**'], rules: { 'no-console': 'error' } },
  // Synth's tests are CommonJS and cannot use the ESM runner; the app's may not know Fairlead.
  { files: ['packages/synth/test/**', 'apps/backend/test/support/**', 'e2e/browser/**'], rules: { 'no-restricted-imports': 'off' } },
  { files: SPAWNERS, rules: { 'no-restricted-imports': 'off' } },
  { files: ['**/*.test.ts', '**/*.test.tsx'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  {
    files: ['**/*.cjs', '**/*.mjs'],
    languageOptions: { globals: { require: 'readonly', module: 'writable', exports: 'writable', process: 'readonly', console: 'readonly', URL: 'readonly' } },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
