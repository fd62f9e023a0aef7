import { posix } from 'node:path';
import type { Model } from '../../model/model';
import { command, on, type NxProject, type Target } from './targets';
import { verb } from './verb';

/** Day-two verbs that stand for themselves. */
const DAY_TWO = ['status', 'logs', 'diff', 'rollback', 'undeploy', 'doctor', 'backup', 'restore', 'refresh-bases'] as const;

/** The project of the release: the gates between the four phases, and everything that is done to the app as a whole. */
export function renderChartProject(model: Model): NxProject {
  return {
    name: model.app,
    $schema: posix.relative(model.chart.path, 'node_modules/nx/schemas/project-schema.json'),
    root: model.chart.path,
    projectType: 'application',
    implicitDependencies: model.workloads.map(({ project }) => project),
    targets: {
      // What a config may import is not known here: any change to the workspace asks again, and none does not.
      containerize: command('node --require @fairlead/synth/register.cjs .projenrc.ts --check', { cache: true, inputs: ['{workspaceRoot}/**/*'] }),
      'image-store': verb(model, 'image-store', { dependsOn: ['containerize'] }),
      'helm-package': helmPackage(model),
      deploy: verb(model, 'deploy', { dependsOn: [...model.workloads.map(({ project }) => on(project, 'build-image')), 'helm-package'] }),
      verify: verb(model, 'verify', { dependsOn: ['deploy'] }),
      open: { ...verb(model, 'open'), continuous: true },
      ...Object.fromEntries(DAY_TWO.map((name) => [name, verb(model, name)])),
    },
  };
}

function helmPackage(model: Model): Target {
  return verb(model, 'helm-package', {
    dependsOn: ['containerize'],
    cache: {
      inputs: ['{projectRoot}/**/*', '!{projectRoot}/project.json', { dependentTasksOutputFiles: '**/fairlead.mjs' }],
      outputs: [`{workspaceRoot}/dist/charts/${model.chart.name}-${model.chart.version}.tgz`],
    },
  });
}
