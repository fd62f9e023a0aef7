export { FairleadWorkspace } from './components/workspace';
export { GeneratedFile } from './components/generated-file';
export { runSynth } from './components/run-synth';
export { context, nodeService, postgres, secret, webApp, type Config, type Secret } from './config';
export { ConfigError, type Fault } from './config-error';
export type { Model, Workload } from './model/model';
