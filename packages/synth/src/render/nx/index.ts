export { renderChartProject } from './chart-project';
export type { NxProject, Target } from './targets';
export { renderWorkloadProject } from './workload-project';
