/** What every project's tsconfig extends. */
export const tsconfigBase = {
  'compilerOptions': {
    'target': 'es2022',
    'lib': [
      'es2023'
    ],
    'module': 'preserve',
    'moduleResolution': 'bundler',
    'strict': true,
    'noUncheckedIndexedAccess': true,
    'noImplicitOverride': true,
    'noFallthroughCasesInSwitch': true,
    'noUnusedLocals': true,
    'noUnusedParameters': true,
    'exactOptionalPropertyTypes': true,
    'isolatedModules': true,
    'resolveJsonModule': true,
    'esModuleInterop': true,
    'skipLibCheck': true,
    'forceConsistentCasingInFileNames': true,
    'noEmit': true,
    'types': [
      'node'
    ]
  }
};
