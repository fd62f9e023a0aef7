export type { Command, CommandOptions, CommandResult } from './commands/command';
export type { CommandContext } from './commands/context';
export type { Cluster, ClusterCapabilities, ImageDelivery, ImageStore, KubeTarget } from './cluster/cluster';
export type { Check, CheckCluster, CheckContext } from './verify/check';
export type { Session, SessionRequest } from './verify/session';
export { reportSchema, type Report } from './verify/report';
