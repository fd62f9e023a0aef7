import { posix } from 'node:path';
import type { Model, Workload } from '../../model/model';
import { command, on, type NxProject, type Target } from './targets';
import { verb } from './verb';

const SOURCES = ['default', '^default'];

/** The project of one workload: its bundle, its checks, its image. */
export function renderWorkloadProject(workload: Workload, model: Model): NxProject {
  const { root, project } = workload;
  return {
    name: project,
    $schema: posix.relative(root, 'node_modules/nx/schemas/project-schema.json'),
    root,
    projectType: 'application',
    targets: {
      ...bundle(workload),
      test: command(`node --experimental-vm-modules node_modules/jest/bin/jest.js -c ${root}/jest.config.cjs`, {
        cache: true,
        dependsOn: ['build'],
        inputs: [...SOURCES, '{workspaceRoot}/jest.preset.cjs'],
      }),
      lint: command(`eslint ${root}`, { cache: true, inputs: ['default', '{workspaceRoot}/eslint.config.mjs'] }),
      typecheck: command(`tsc -p ${root}/tsconfig.json`, { cache: true, inputs: [...SOURCES, '{workspaceRoot}/tsconfig.base.json'] }),
      'build-image': verb(model, 'build-image', {
        args: ['--workload', workload.name],
        dependsOn: ['build', on(model.app, 'image-store'), ...imageBefore(workload, model)],
      }),
    },
  };
}

/** The one edge that puts images in order; `imageBuilds: 'parallel'` leaves it out. */
function imageBefore(workload: Workload, model: Model): NonNullable<Target['dependsOn']> {
  const before = model.workloads[model.workloads.indexOf(workload) - 1];
  return before === undefined || model.imageBuilds === 'parallel' ? [] : [on(before.project, 'build-image')];
}

function bundle({ dockerfile, root, project, output }: Workload): Record<string, Target> {
  const built = { cache: true, inputs: [...SOURCES, '!{projectRoot}/test/**/*'], outputs: [`{projectRoot}/${output}`] };
  if (dockerfile === 'nginx') {
    return {
      // The same page from every shell: Vite would obey a NODE_ENV that it finds there.
      build: command('vite build', { ...built, options: { cwd: root, env: { NODE_ENV: 'production' } } }),
      serve: { ...command('vite', { options: { cwd: root } }), continuous: true },
    };
  }
  const dev = { outputPath: `${root}/dist-dev`, outputFileName: 'dev.mjs', forwardAllArgs: false };
  return {
    build: command(`node ${root}/build.mjs`, built),
    'build-dev': command(`node ${root}/build.mjs dev`, { ...built, outputs: ['{projectRoot}/dist-dev'], options: dev }),
    serve: { executor: '@nx/js:node', continuous: true, dependsOn: ['build-dev'], options: { buildTarget: `${project}:build-dev`, runBuildTargetDependencies: false } },
  };
}
