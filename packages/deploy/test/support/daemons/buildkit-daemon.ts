import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, silentProgress } from '@fairlead/runtime';
import { ensureBuilt } from '../../../../embedded-cluster/src/build/go-build';
import { placesFor } from '../../../../embedded-cluster/src/places';
import type { ImageStore } from '../../../src/cluster/cluster';
import { startDaemon } from './daemon';

export interface BuildkitDaemon {
  readonly store: Extract<ImageStore, { kind: 'buildkit' }>;
  /** Leaves no process and no file. */
  stop(): Promise<void>;
}

/** The BuildKit of the embedded cluster with a containerd of its own, without the cluster. Building it takes minutes, once. */
export async function startBuildkitDaemon(): Promise<BuildkitDaemon> {
  const programs = await ensureBuilt(placesFor(), { run, progress: silentProgress });
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-buildkit-'));
  const file = (name: string): string => join(folder, name);
  writeFileSync(file('containerd.toml'), containerdConfig(folder));
  writeFileSync(file('buildkitd.toml'), buildkitConfig(folder));
  const buildctl = join(programs, 'buildctl');
  const address = `unix://${file('buildkitd.sock')}`;
  const containerd = await startDaemon('containerd', ['--config', file('containerd.toml')], { answers: () => run('ctr', ['--address', file('containerd.sock'), 'version']) });
  const buildkit = await startDaemon(join(programs, 'buildkitd'), ['--config', file('buildkitd.toml'), '--addr', address], {
    answers: () => run(buildctl, ['--addr', address, 'debug', 'workers']),
  });
  return {
    store: { kind: 'buildkit', name: 'BuildKit', address, buildctl },
    stop: async () => {
      await buildkit.stop();
      await containerd.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function containerdConfig(folder: string): string {
  return [
    'version = 2',
    `root = "${folder}/root"`,
    `state = "${folder}/state"`,
    'disabled_plugins = ["io.containerd.grpc.v1.cri"]',
    '[grpc]',
    `address = "${folder}/containerd.sock"`,
    '[plugins."io.containerd.internal.v1.opt"]',
    `path = "${folder}/opt"`,
  ].join('\n');
}

function buildkitConfig(folder: string): string {
  return [`root = "${folder}/buildkit"`, '[worker.oci]', 'enabled = false', '[worker.containerd]', 'enabled = true', `address = "${folder}/containerd.sock"`].join('\n');
}
