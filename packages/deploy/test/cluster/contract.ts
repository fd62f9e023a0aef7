import { FairleadError } from '@fairlead/runtime';
import type { Cluster } from '../../src/cluster/cluster';
import { recordingProgress } from '../support/recording-progress';

/** A cluster in some state, and every call that its adapter made to tools so far. */
export interface Situation {
  readonly cluster: Cluster;
  readonly calls: readonly string[];
}

export interface ContractOptions {
  readonly kind: Cluster['kind'];
  /** Up, and reachable. */
  running(): Promise<Situation>;
  /** Cannot be used, and cannot be made usable by us. */
  broken(): Promise<Situation>;
  /** Calls that would start or make a cluster. */
  readonly starting: RegExp;
  /** What `imageStore()` says while it runs: a kind of store, or the code of the error that explains there is none. */
  readonly imageStore: 'buildkit' | 'docker' | `error ${string}`;
}

/** What every adapter keeps to, whatever cluster it speaks to. */
export function describeClusterContract(name: string, options: ContractOptions): void {
  describe(`${name} keeps to the contract of clusters:`, () => {
    it('it says what it is', async () => {
      const { cluster } = await options.running();
      expect(cluster.kind).toBe(options.kind);
      expect(cluster.name).not.toBe('');
      expect([true, false, 'unknown']).toContain(cluster.capabilities.enforcesNetworkPolicy);
    });

    it('nothing stands in the way of one that runs', async () => {
      const { cluster } = await options.running();
      await expect(cluster.preflight()).resolves.toEqual([]);
    });

    it('one that runs is left as it is', async () => {
      const { cluster, calls } = await options.running();
      const progress = recordingProgress();
      await cluster.ensure({ progress });
      expect(calls.filter((call) => options.starting.test(call))).toEqual([]);
      expect(progress.said.filter((line) => line.startsWith('step'))).toEqual([]);
    });

    it('it names a kubeconfig and a context, always the same', async () => {
      const { cluster } = await options.running();
      const target = await cluster.kubeTarget();
      expect(target.kubeconfig).not.toBe('');
      expect(target.context).not.toBe('');
      await expect(cluster.kubeTarget()).resolves.toEqual(target);
    });

    it('it says where images go, or why nowhere', async () => {
      const { cluster } = await options.running();
      const answer = await cluster.imageStore().then(({ kind }) => kind, (error: unknown) => (error instanceof FairleadError ? `error ${error.code}` : String(error)));
      expect(answer).toBe(options.imageStore);
    });

    it('what stands in the way of a broken one is said at once, with what to do, and nothing is changed', async () => {
      const { cluster, calls } = await options.broken();
      const faults = await cluster.preflight();
      expect(faults.length).toBeGreaterThan(0);
      for (const fault of faults) {
        expect(fault.code).toMatch(/^[A-Z_]+$/);
        expect(fault.message).not.toMatch(/\n|undefined/);
        expect(fault.next.length).toBeGreaterThan(0);
      }
      expect(calls.filter((call) => options.starting.test(call))).toEqual([]);
    });

    it('ensuring a broken one fails the same way', async () => {
      const { cluster } = await options.broken();
      const [first] = await cluster.preflight();
      const again = await options.broken();
      await expect(again.cluster.ensure({ progress: recordingProgress() })).rejects.toMatchObject({ code: first?.code });
    });
  });
}
