export { loadPlan, parsePlan } from './load';
export {
  planSchema,
  type ClusterPlan,
  type DatabasePlan,
  type EnvironmentPlan,
  type ImagePlan,
  type Plan,
  type SecretPlan,
  type WorkloadPlan,
} from './schema';
