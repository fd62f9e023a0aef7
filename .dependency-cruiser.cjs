/** Import rules: data flows one way (ARCHITECTURE.md). Run by `npm run lint`. */
const never = (name, from, to, comment) => ({ name, severity: 'error', comment, from: { path: from }, to: { path: to } });

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', comment: 'Types count, too.', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    never('synth-never-runs', '^packages/synth/src', '^packages/(runtime|deploy|embedded-cluster)/', 'Synthesis starts nothing and reaches no cluster.'),
    never('run-time-never-synthesizes', '^packages/(runtime|deploy|embedded-cluster)/', '(^packages/synth/)|(node_modules/projen/)', 'Run time reads the plan; it never sees config or projen.'),
    never('plan-stands-alone', '^packages/plan/src', '^packages/(?!plan/)', 'Both halves read the plan, so it may depend on neither.'),
    never('runtime-stands-alone', '^packages/runtime/src', '^packages/(?!runtime/)', 'What every command shares knows none of them.'),
    never('config-below-model', '^packages/synth/src/(config|config-error)', '^packages/synth/src/(model|render|components)/', 'config <- model <- render <- components'),
    never('model-below-render', '^packages/synth/src/model/', '^packages/synth/src/(render|components)/', 'config <- model <- render <- components'),
    never('render-below-components', '^packages/synth/src/render/', '^packages/synth/src/components/', 'config <- model <- render <- components'),
    {
      name: 'renderers-are-siblings',
      severity: 'error',
      comment: 'docker, chart, nx and ci never import each other.',
      from: { path: '^packages/synth/src/render/([^/]+)/' },
      to: { path: '^packages/synth/src/render/([^/]+)/', pathNot: '^packages/synth/src/render/($1|shared)/' },
    },
    {
      name: 'tools-at-the-bottom',
      severity: 'error',
      comment: 'tools <- cluster, images, release, verify <- commands; what a cluster is, as a type, everybody may know.',
      from: { path: '^packages/deploy/src/tools/' },
      to: { path: '^packages/deploy/src/(cluster|images|release|verify|tunnel|commands)/', dependencyTypesNot: ['type-only'] },
    },
    never('commands-on-top', '^packages/deploy/src/(tools|cluster|images|release|verify|tunnel|doctor)/', '^packages/deploy/src/commands/(?!context)', 'Commands are thin and nothing builds on them.'),
    never('apps-import-contracts-only', '^apps/', '^packages/(?!contracts/)', 'The app knows nothing of how it is deployed.'),
    never('frontend-apart-from-backend', '^apps/frontend/src', '^apps/backend/', 'They share contracts only.'),
    never('backend-apart-from-frontend', '^apps/backend/src', '^apps/frontend/', 'They share contracts only.'),
    never('shared-below-features', '^apps/frontend/src/shared/', '^apps/frontend/src/(features|app)/', 'shared <- features <- app'),
    {
      name: 'features-apart',
      severity: 'error',
      comment: 'Features meet in app/.',
      from: { path: '^apps/frontend/src/features/([^/]+)/' },
      to: { path: '^apps/frontend/src/features/([^/]+)/', pathNot: '^apps/frontend/src/features/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/dist/|/test/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
