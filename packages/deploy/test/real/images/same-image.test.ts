import { silentProgress } from '@fairlead/runtime';
import { createBuildkitBuilder } from '../../../src/images/buildkit-builder';
import type { ImageBuilder } from '../../../src/images/builder';
import { createDockerBuilder } from '../../../src/images/docker-builder';
import { ensureBases } from '../../../src/images/ensure-base';
import type { Receipt } from '../../../src/images/receipt';
import { startBuildkitDaemon, type BuildkitDaemon } from '../../support/daemons/buildkit-daemon';
import { startDockerDaemon, type DockerDaemon } from '../../support/daemons/docker-daemon';
import { imageWorkspace } from './workspace';

let buildkit: BuildkitDaemon;
let docker: DockerDaemon;

beforeAll(async () => {
  [buildkit, docker] = await Promise.all([startBuildkitDaemon(), startDockerDaemon()]);
}, 1_800_000);
afterAll(() => Promise.all([buildkit.stop(), docker.stop()]));

/** Builds it in a fresh workspace, whose files are another minute's. */
async function built(builder: ImageBuilder, workload: string): Promise<Receipt> {
  const workspace = imageWorkspace();
  try {
    return await workspace.build(builder, workload);
  } finally {
    workspace.remove();
  }
}

const dockerBuilder = (): ImageBuilder => createDockerBuilder({ kind: 'docker', name: 'Docker', env: docker.env, deliver: { how: 'none' } });

it.each(['backend', 'frontend'])('whichever builder makes the image of %s, and whenever, it is the same one', async (workload) => {
  const ofBuildkit = await built(createBuildkitBuilder(buildkit.store), workload);
  const ofDocker = await built(dockerBuilder(), workload);
  expect(ofDocker.configDigest).toBe(ofBuildkit.configDigest);
  expect(ofDocker.contentHash).toBe(ofBuildkit.contentHash);
  await docker.docker('image', 'rm', '--force', ofDocker.configDigest ?? '');
  await docker.docker('builder', 'prune', '--all', '--force');
  await expect(built(dockerBuilder(), workload)).resolves.toMatchObject({ configDigest: ofBuildkit.configDigest, cached: false });
});

it('a stand-in is the same one too', async () => {
  const base = { arg: 'BASE', reference: 'localhost:1/postgres:15', standIn: 'postgres' } as const;
  const digests = [createBuildkitBuilder(buildkit.store), dockerBuilder()].map(async (builder) => {
    const [choice] = await ensureBases([base], { builder, before: [], progress: silentProgress, signal: new AbortController().signal });
    return choice?.image?.configDigest;
  });
  const [ofBuildkit, ofDocker] = await Promise.all(digests);
  expect(ofDocker).toMatch(/^sha256:/);
  expect(ofDocker).toBe(ofBuildkit);
});
