import type { ImageBuilder } from './builder';
import type { ImageStore } from '../cluster/cluster';
import { createBuildkitBuilder } from './buildkit-builder';
import { createDockerBuilder } from './docker-builder';

export function createBuilder(store: ImageStore): ImageBuilder {
  return store.kind === 'buildkit' ? createBuildkitBuilder(store) : createDockerBuilder(store);
}
