import type { WorkloadConfig } from '../config';
import type { Resources } from './model';

const DEFAULTS = {
  'node-service': {
    requests: { cpu: '50m', memory: '96Mi', 'ephemeral-storage': '32Mi' },
    limits: { cpu: '1', memory: '256Mi', 'ephemeral-storage': '128Mi' },
  },
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

/** Small defaults that suit the kind, with what the config says laid over them. */
export function resolveResources(kind: keyof typeof DEFAULTS, config: ResourcesConfig = {}): Resources {
  const { requests, limits } = DEFAULTS[kind];
  return { requests: { ...requests, ...defined(config.requests) }, limits: { ...limits, ...defined(config.limits) } };
}

function defined<T extends object>(value: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, one]) => one !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
