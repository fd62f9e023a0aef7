import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { EnvironmentPlan, Plan, WorkloadPlan } from '@fairlead/plan';
import { silentProgress } from '@fairlead/runtime';
import { tryReadBaseChoices, writeBaseChoices } from '../../../src/images/base-choice';
import type { BaseLock } from '../../../src/images/base-lock';
import { buildWorkload } from '../../../src/images/build-workload';
import type { ImageBuilder } from '../../../src/images/builder';
import { ensureBases } from '../../../src/images/ensure-base';
import type { Receipt } from '../../../src/images/receipt';
import { makeEnvironment, makePlan } from '../../support/plans';

const apps = resolve(import.meta.dirname, '../../../../../apps');

/** Serves its own file, so that a test sees who may read what. */
const SERVER = `import { createServer } from 'node:http';
createServer((_request, response) => response.end(process.version + ' ' + process.getuid())).listen(Number(process.env.PORT));
`;

export interface BuildOptions {
  readonly environment?: EnvironmentPlan;
  readonly signal?: AbortSignal;
  readonly onStep?: (text: string) => void;
  /** Default: one that no registry answers for. */
  readonly base?: string;
  readonly lock?: BaseLock;
}

export interface ImageWorkspace {
  readonly root: string;
  readonly plan: Plan;
  /** Absolute path of a file of an app. */
  path(file: string): string;
  write(file: string, text: string): void;
  /** What `image-store` does for the bases, and `build-image` for one workload. */
  build(builder: ImageBuilder, workload: string, options?: BuildOptions): Promise<Receipt>;
  remove(): void;
}

/** The generated Dockerfiles of this repository, with two tiny apps, and bases from a registry that nobody answers for. */
export function imageWorkspace(): ImageWorkspace {
  const root = mkdtempSync(join(tmpdir(), 'fairlead-images-'));
  const path = (file: string): string => join(root, 'apps', file);
  const write = (file: string, text: string): void => writeFileSync(path(file), text);
  for (const app of ['backend', 'frontend']) {
    mkdirSync(path(`${app}/dist`), { recursive: true });
    for (const file of ['Dockerfile', '.dockerignore']) copyFileSync(join(apps, app, file), path(`${app}/${file}`));
  }
  write('backend/dist/server.mjs', SERVER);
  write('frontend/dist/index.html', '<p>one</p>');
  const plan = planOf();
  return {
    root,
    plan,
    path,
    write,
    remove: () => rmSync(root, { recursive: true, force: true }),
    build: async (builder, name, { environment = makeEnvironment(), signal = new AbortController().signal, onStep = () => undefined, base, lock = {} } = {}) => {
      const found = plan.workloads.find((one) => one.name === name);
      if (!found) throw new Error(`no workload ${name}`);
      const workload = base === undefined ? found : { ...found, base: { ...found.base, reference: base } };
      const before = tryReadBaseChoices(root, environment.name);
      writeBaseChoices(root, environment.name, await ensureBases([workload.base], { builder, before, lock, progress: silentProgress, signal }));
      return buildWorkload(workload, { root, environment, builder, step: { update: onStep }, signal });
    },
  };
}

function planOf(): Plan {
  const bases: Readonly<Record<string, WorkloadPlan['base']>> = {
    backend: { arg: 'NODE_BASE', reference: 'localhost:1/nodejs24:nonroot', standIn: 'node' },
    frontend: { arg: 'NGINX_BASE', reference: 'localhost:1/nginx:1', standIn: 'nginx' },
  };
  const plan = makePlan();
  return { ...plan, workloads: plan.workloads.map((workload) => ({ ...workload, base: bases[workload.name] ?? workload.base })) };
}
