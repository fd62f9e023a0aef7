import type { Plan } from '@fairlead/plan';
import type { CommandContext } from '../../src/commands/context';
import { createContext } from '../../src/commands/context';
import { createRedaction } from '../../src/release/redaction';
import { createRelease } from '../../src/release/release';
import type { Session } from '../../src/release/session';
import type { FakeHelm } from './fake-helm';
import type { FakeKubeApi } from './fake-kube-api';
import { makePlan } from './plans';
import { recordingProgress, type RecordingProgress } from './recording-progress';

export type TestContext = CommandContext & { readonly progress: RecordingProgress };

export function testContext(options: { readonly plan?: Plan; readonly signal?: AbortSignal; readonly root?: string } = {}): TestContext {
  const context = createContext({
    plan: options.plan ?? makePlan(),
    environmentName: undefined,
    given: new Map(),
    root: options.root ?? '/nowhere',
    progress: recordingProgress(),
    signal: options.signal ?? new AbortController().signal,
    json: false,
    redaction: createRedaction(),
    selectCluster: () => Promise.reject(new Error('this test expects no cluster to be chosen')),
  });
  return context as TestContext;
}

export function testSession(context: CommandContext, { api, helm }: { readonly api: FakeKubeApi; readonly helm: FakeHelm }): Session {
  const target = { kubeconfig: '/home/user/.kube/config', context: 'test' };
  const unexpected = (what: string) => (): Promise<never> => Promise.reject(new Error(`this test expects no ${what}`));
  return {
    cluster: {
      name: 'test cluster',
      kind: 'embedded',
      capabilities: { enforcesNetworkPolicy: false, local: true },
      preflight: unexpected('preflight'),
      ensure: unexpected('start'),
      imageStore: unexpected('image store'),
      kubeTarget: () => Promise.resolve(target),
    },
    release: createRelease(context.plan, context.environment),
    place: { ...target, namespace: context.environment.namespace },
    api,
    lastingApi: api,
    tools: { find: unexpected('tool') },
    helm: () => Promise.resolve(helm),
  };
}
