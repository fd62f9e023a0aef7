export type { Command, CommandOptions, CommandResult } from './commands/command';
export type { CommandContext } from './commands/context';
export type { Cluster, ClusterCapabilities, ImageDelivery, ImageStore, KubeTarget } from './cluster/cluster';
