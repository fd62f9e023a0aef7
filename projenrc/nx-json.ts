/** @see https://nx.dev/reference/nx-json */
export const nxJson = {
  $schema: './node_modules/nx/schemas/nx-schema.json',
  defaultBase: 'main',
  plugins: [],
  // Nx would ask at a terminal, and write the answer into this generated file.
  analytics: false,
  neverConnectToCloud: true,
  tui: { enabled: false },
  // Inside the checkout, so that CI can keep it.
  cacheDirectory: '.nx/cache',
  pluginsConfig: { '@nx/js': { projectsAffectedByDependencyUpdates: 'auto' } },
  namedInputs: { default: ['{projectRoot}/**/*', '!{projectRoot}/**/*.md'] },
};
