import { existsSync } from 'node:fs';
import type { CommandContext } from '../commands/context';
import { clusterCheck } from './cluster';
import { generatedCheck, secretsCheck, secretsFileCheck } from './config';
import type { Check } from './finding';
import { basesCheck, buildsCheck, registryCheck } from './images';
import { diskCheck, memoryCheck, nodeCheck, permissionCheck, portCheck, usualFolders } from './machine';
import { browserCheck, dockerCheck, kubeToolCheck } from './tools';

/** Everything that a deploy of the environment needs, in the order in which people should read it. */
export function checksFor(context: CommandContext): readonly Check[] {
  const folders = usualFolders(context.root);
  const entry = context.plan.workloads.find(({ name }) => name === context.plan.entry);
  const debianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  return [
    nodeCheck(),
    permissionCheck(folders),
    diskCheck(folders),
    memoryCheck(),
    generatedCheck(context),
    secretsCheck(context),
    secretsFileCheck(context),
    { name: 'docker', look: async () => ((await needsDocker(context)) ? dockerCheck({}).look() : []) },
    kubeToolCheck('helm'),
    kubeToolCheck('kubectl'),
    clusterCheck(context),
    registryCheck(context),
    basesCheck(context),
    buildsCheck(context),
    ...(entry ? [portCheck(entry.port)] : []),
    browserCheck(context, debianRoot),
  ];
}

/** Everything is built with Docker but what goes into the embedded cluster. */
async function needsDocker({ environment, ...context }: CommandContext): Promise<boolean> {
  if (environment.registry) return true;
  const kind = await context.cluster().then((cluster) => cluster.kind, () => undefined);
  return kind === 'minikube' || kind === 'kind';
}
