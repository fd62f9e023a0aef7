export { embeddedCluster } from './cluster';
export type {
  EmbeddedCluster,
  EmbeddedClusterOptions,
  EmbeddedEndpoints,
  EmbeddedMember,
  EmbeddedState,
  EmbeddedStatus,
  SweepRequest,
  UpOptions,
} from './types';
