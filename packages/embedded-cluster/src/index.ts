export { embeddedCluster } from './cluster';
export type {
  EmbeddedCluster,
  EmbeddedClusterOptions,
  EmbeddedEndpoints,
  EmbeddedMember,
  EmbeddedState,
  EmbeddedStatus,
  UpOptions,
} from './types';
