import { existsSync } from 'node:fs';
import type { EnvironmentPlan, Plan, WorkloadPlan } from '@fairlead/plan';
import { readBaseLock, type BaseLock } from '../images/base-lock';
import { tryStandIn } from '../images/bases/stand-in';
import { tryReadReceipt } from '../images/receipt';
import { registryAnswers } from '../images/registry-probe';
import { createRegistryClient, type RegistryClient } from '../images/registry/client';
import { isPinned, takesStandIns, wantedBases } from '../images/wanted-bases';
import { chartPath } from '../release/deploy-inputs';
import { componentsOf } from '../release/receipts';
import { finding, type Check, type Finding } from './finding';

interface Place {
  readonly plan: Plan;
  readonly environment: EnvironmentPlan;
  readonly root: string;
}

/** The registry that images are pushed to. */
export function registryCheck({ plan, environment }: Place, client: RegistryClient = createRegistryClient()): Check {
  return {
    name: 'registry',
    look: async () => {
      const prefix = environment.registry?.prefix;
      const [workload] = plan.workloads;
      if (prefix === undefined || !workload) return [];
      const [host = ''] = prefix.split('/');
      const answer = await client.ask(`${prefix}/${workload.image.repository}:${workload.image.tag}`);
      switch (answer.kind) {
        case 'found':
        case 'absent':
          return [finding('registry', 'ok', `${prefix} answers`)];
        case 'denied':
          return [finding('registry', 'bad', `${host} does not know you`, [`docker login ${host}`])];
        case 'busy':
          return [finding('registry', 'warn', `${host} is busy (HTTP ${answer.status}); pushes wait for it, but not for long`)];
        case 'silent':
          return [finding('registry', 'bad', `${host} does not answer: ${answer.reason}`, [`curl -v https://${host}/v2/   # shows more`, 'the name comes from `registry` of the environment in .projenrc.ts'])];
      }
    },
  };
}

/** What images are built upon. */
export function basesCheck({ plan, environment, root }: Place, answers: typeof registryAnswers = registryAnswers): Check {
  return {
    name: 'base images',
    look: async () => {
      const lock = readBaseLock(root);
      return Promise.all(
        wantedBases(plan, environment).map(async ({ reference, standIn }) => {
          if (await answers(reference)) return real(reference, lock);
          return isPinned(reference, lock) || !takesStandIns(environment) ? refused(reference) : replaced(reference, standIn);
        }),
      );
    },
  };
}

function real(reference: string, lock: BaseLock): Finding {
  if (isPinned(reference, lock)) return finding('base image', 'ok', `${reference}, pinned`);
  return finding('base image', 'ok', `${reference}, by its tag; \`npx fairlead refresh-bases\` pins it`);
}

function refused(reference: string): Finding {
  return finding('base image', 'bad', `no registry answers for ${reference}, and what is pinned or pushed is not built upon a stand-in`, [
    'look after the network or the proxy of this machine: HTTPS_PROXY and NO_PROXY are heeded',
    'or name a base image that can be reached in .projenrc.ts',
  ]);
}

function replaced(reference: string, kind: WorkloadPlan['base']['standIn']): Finding {
  const why = `no registry answers for ${reference}`;
  if (tryStandIn(kind)) return finding('base image', 'ok', `${why}; a stand-in is used`);
  if (existsSync('/usr/bin/apt-get')) return finding('base image', 'todo', `${why}; a stand-in is assembled from Debian packages`);
  return finding('base image', 'bad', `${why}, and without apt-get no stand-in can be assembled`, ['look after the network or the proxy of this machine', 'or name a base image that can be reached in .projenrc.ts']);
}

/** What the targets before a deploy have made. */
export function buildsCheck({ plan, environment, root }: Place): Check {
  return {
    name: 'images',
    look: async () => {
      const images = componentsOf(plan).filter((component) => !tryReadReceipt(root, environment.name, component));
      const chart = existsSync(chartPath(plan, root));
      return [
        images.length === 0 ? finding('images', 'ok', 'built') : finding('images', 'todo', `${images.join(', ')} not built yet`),
        finding('chart', chart ? 'ok' : 'todo', chart ? 'packaged' : 'not packaged yet'),
      ];
    },
  };
}
