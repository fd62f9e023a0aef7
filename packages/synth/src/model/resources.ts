import type { WorkloadConfig } from '../config-kinds';
import { tryQuantity } from '../quantity';
import type { ResourceList, Resources } from './model';

const NODE: Resources = {
  requests: { cpu: '50m', memory: '96Mi', 'ephemeral-storage': '32Mi' },
  limits: { cpu: '1', memory: '256Mi', 'ephemeral-storage': '128Mi' },
};

const DEFAULTS = {
  'node-service': NODE,
  worker: NODE,
  'cron-job': NODE,
  'web-app': {
    requests: { cpu: '10m', memory: '16Mi', 'ephemeral-storage': '32Mi' },
    limits: { cpu: '500m', memory: '64Mi', 'ephemeral-storage': '128Mi' },
  },
  postgres: {
    requests: { cpu: '50m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
    limits: { cpu: '1', memory: '512Mi', 'ephemeral-storage': '256Mi' },
  },
} as const satisfies Record<string, Resources>;

type ResourcesConfig = WorkloadConfig['resources'];

/**
 * Small defaults that suit the kind, with what the config says laid over them. A default gives way to what the config
 * says on the other side: a request is never above its limit.
 */
export function resolveResources(kind: keyof typeof DEFAULTS, config: ResourcesConfig = {}): Resources {
  const { requests, limits } = DEFAULTS[kind];
  return {
    requests: { ...mapQuantities(requests, (name, value) => smaller(value, config.limits?.[name])), ...defined(config.requests) },
    limits: { ...mapQuantities(limits, (name, value) => larger(value, config.requests?.[name])), ...defined(config.limits) },
  };
}

/** What an environment says, laid over what the workload says. */
export function mergeResources(base: ResourcesConfig, changes: ResourcesConfig): ResourcesConfig {
  return {
    requests: { ...base.requests, ...defined(changes.requests) },
    limits: { ...base.limits, ...defined(changes.limits) },
  };
}

const smaller = (value: string, other: string | undefined): string => (other !== undefined && sizeOf(other) < sizeOf(value) ? other : value);
const larger = (value: string, other: string | undefined): string => (other !== undefined && sizeOf(other) > sizeOf(value) ? other : value);
const sizeOf = (quantity: string): number => tryQuantity(quantity) ?? 0;

function mapQuantities(list: ResourceList, change: (name: keyof ResourceList, value: string) => string): ResourceList {
  return { cpu: change('cpu', list.cpu), memory: change('memory', list.memory), 'ephemeral-storage': change('ephemeral-storage', list['ephemeral-storage']) };
}

function defined<T extends object>(value: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, one]) => one !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
