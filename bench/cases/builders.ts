import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EnvironmentPlan, WorkloadPlan } from '@fairlead/plan';
import { writeBaseChoices } from '../../packages/deploy/src/images/base-choice';
import { buildWorkload } from '../../packages/deploy/src/images/build-workload';
import type { ImageBuilder } from '../../packages/deploy/src/images/builder';
import { createBuilder } from '../../packages/deploy/src/images/create-builder';
import { ensureBases } from '../../packages/deploy/src/images/ensure-base';
import type { Bench, BenchCase } from '../core/bench';
import { interleave, secondsOf } from '../core/interleave';
import { ratio } from '../core/statistics';
import { clone } from '../fixtures/clone';
import { cluster } from '../fixtures/cluster';
import { deployedApp } from '../fixtures/deployed-app';
import { docker } from '../fixtures/docker';

/** The same changed bundle as an image, by each builder. */
export const builders: BenchCase = {
  name: 'builders',
  title: 'the image of a changed backend, by builder',
  run: async (bench) => {
    const { buildctl, buildkit } = await (await bench.fixtures.get(cluster)).endpoints();
    await bench.fixtures.get(deployedApp);
    const dockerEnv = await bench.fixtures.get(docker);
    const scratch = mkdtempSync(join(tmpdir(), 'fairlead-bench-builders-'));
    try {
      const withBuildkit = await prepare(bench, join(scratch, 'buildkit'), createBuilder({ kind: 'buildkit', name: 'BuildKit', address: buildkit, buildctl }));
      const withDocker = await prepare(bench, join(scratch, 'docker'), createBuilder({ kind: 'docker', name: 'Docker', env: dockerEnv, deliver: { how: 'none' } }));
      const values = await interleave({ buildkit: (run) => secondsOf(() => withBuildkit(run)), docker: (run) => secondsOf(() => withDocker(run)) }, bench.runs);
      const buildkitFigure = { what: 'BuildKit of the embedded cluster', unit: 's', values: values.buildkit, remark: 'ready to run in the cluster, no load step' } as const;
      const dockerFigure = { what: 'Docker', unit: 's', values: values.docker, remark: 'in its own store; a cluster elsewhere would still have to be given it' } as const;
      return [buildkitFigure, dockerFigure, ratio(buildkitFigure, dockerFigure)];
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  },
};

/** A copy of the backend's context for one builder, with the base in its store. @returns what changes a byte and builds. */
async function prepare(bench: Bench, root: string, builder: ImageBuilder): Promise<(run: number) => Promise<void>> {
  const { workload, environment } = await planned(bench);
  const { path } = await bench.fixtures.get(clone);
  for (const file of ['Dockerfile', '.dockerignore', ...workload.contextPaths]) {
    const to = join(root, workload.root, file);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(path(join(workload.root, file)), to, { recursive: true });
  }
  const { progress, signal } = bench;
  writeBaseChoices(root, environment.name, await ensureBases([workload.base], { builder, progress, signal, before: [] }));
  const options = { root, environment, builder, step: { update: () => undefined }, signal };
  await buildWorkload(workload, options);
  return async (run) => {
    appendFileSync(join(root, workload.root, 'dist/server.mjs'), `\n// ${run}`);
    const { cached } = await buildWorkload(workload, options);
    if (cached) throw new Error(`${builder.name} built nothing for a changed bundle`);
  };
}

async function planned(bench: Bench): Promise<{ workload: WorkloadPlan; environment: EnvironmentPlan }> {
  const { plan } = await bench.fixtures.get(deployedApp);
  const workload = plan.workloads.find(({ name }) => name === 'backend');
  const environment = plan.environments.find(({ name }) => name === 'local');
  if (workload === undefined || environment === undefined) throw new Error('the plan has no backend or no environment "local"');
  return { workload, environment };
}
