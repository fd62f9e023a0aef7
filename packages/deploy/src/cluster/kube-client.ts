import { existsSync } from 'node:fs';
import { Agent } from 'node:https';
import { delimiter } from 'node:path';
import { AppsV1Api, CoreV1Api, createConfiguration, KubeConfig, ServerConfiguration, type Configuration } from '@kubernetes/client-node';
import { FairleadError } from '@fairlead/runtime';
import type { KubeTarget } from './cluster';
import { httpLibrary } from './http-library';
import { keepConnections } from './keep-connections';

/** Typed calls to one cluster, each with a deadline. */
export interface KubeClient {
  readonly config: KubeConfig;
  /** For further APIs of the library. */
  readonly options: Configuration;
  readonly core: CoreV1Api;
  readonly apps: AppsV1Api;
}

// The library has no deadline of its own: a cluster that is switched off would hang a caller for minutes.
export const CALL_DEADLINE_MS = 10_000;

export interface ConnectOptions {
  /** Ends all calls. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Keep connections for the next call. Not for a process that lives for days: it asks seldom, and the cluster may have
   * been switched off in between, which a kept connection does not know. Default: true.
   */
  readonly keep?: boolean;
}

/**
 * Connects to exactly the given context, whatever the user's current one is.
 * @throws FairleadError `CONTEXT_MISSING` when kubeconfig or context is not there.
 */
export function connectKube(target: KubeTarget, options: ConnectOptions = {}): KubeClient {
  const config = loadContext(target);
  return clientOf(config, withDeadline(config, options));
}

function clientOf(config: KubeConfig, options: Configuration): KubeClient {
  return { config, options, core: new CoreV1Api(options), apps: new AppsV1Api(options) };
}

function withDeadline(config: KubeConfig, { signal, keep = true }: ConnectOptions): Configuration {
  const connections = keepConnections();
  return createConfiguration({
    baseServer: new ServerConfiguration(config.getCurrentCluster()?.server ?? '', {}),
    authMethods: { default: config },
    httpApi: httpLibrary,
    promiseMiddleware: [
      {
        pre: async (request) => {
          const deadline = AbortSignal.timeout(CALL_DEADLINE_MS);
          request.setSignal(signal ? AbortSignal.any([signal, deadline]) : deadline);
          const agent = request.getAgent();
          if (keep && agent instanceof Agent) request.setAgent(connections(agent));
          return request;
        },
        post: async (response) => response,
      },
    ],
  });
}

function loadContext(target: KubeTarget): KubeConfig {
  try {
    const config = new KubeConfig();
    const [first = '', ...others] = target.kubeconfig.split(delimiter).filter(Boolean);
    config.loadFromFile(first);
    for (const path of others) {
      const other = new KubeConfig();
      other.loadFromFile(path);
      config.mergeConfig(other);
    }
    config.setCurrentContext(target.context);
    if (config.getCurrentCluster()) return config;
  } catch (cause) {
    throw missingContext(target, cause);
  }
  throw missingContext(target);
}

function missingContext(target: KubeTarget, cause?: unknown): FairleadError {
  const absent = target.kubeconfig.split(delimiter).every((path) => !existsSync(path));
  return new FairleadError({
    code: 'CONTEXT_MISSING',
    message: absent ? `there is no kubeconfig ${target.kubeconfig}` : `no context "${target.context}" in ${target.kubeconfig}`,
    next: [
      absent ? 'set KUBECONFIG to the file that your cluster came with' : 'kubectl config get-contexts   # those there are',
      'if the cluster is on this machine, start it: that writes its context',
      'or name another context for this environment in .projenrc.ts, then run `npx projen`',
    ],
    cause,
  });
}

/** The HTTP status that the API server answered a failed call with; absent when it did not answer. */
export function tryApiStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  // Watches have a name of their own for it.
  const code = 'statusCode' in error ? error.statusCode : 'code' in error ? error.code : undefined;
  // Cancelled calls carry small legacy numbers under the same name.
  return typeof code === 'number' && code >= 100 ? code : undefined;
}
