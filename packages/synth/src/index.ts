export { FairleadWorkspace } from './components/workspace';
export { GeneratedFile } from './components/generated-file';
export { runSynth } from './components/run-synth';
export { nodeService, postgres, secret, webApp, type Config, type Secret } from './config';
export { auto, context, embedded, kind, minikube } from './config-clusters';
export { ConfigError, type Fault } from './config-error';
export { SynthError } from './synth-error';
export type { Model, Workload } from './model/model';
