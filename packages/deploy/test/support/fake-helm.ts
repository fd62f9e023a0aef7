import { gzipSync } from 'node:zlib';
import type { V1Secret } from '@kubernetes/client-node';
import type { Helm, HelmUpgrade } from '../../src/tools/helm';
import type { FakeKubeApi } from './fake-kube-api';

export interface RevisionOptions {
  readonly number: number;
  readonly status: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly chart?: string;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly manifest?: string;
  readonly changedAt?: Date;
}

/** The Secret of a revision, as Helm writes it. */
export function revisionSecret(options: RevisionOptions): V1Secret {
  const { number, status, labels = {}, chart = 'todo', values = {}, manifest = '', changedAt = new Date('2026-11-24T10:00:00Z') } = options;
  const release = { chart: { metadata: { name: chart, version: '0.1.0' } }, config: values, manifest, info: { description: 'fairlead deploy' } };
  const packed = Buffer.from(gzipSync(JSON.stringify(release)).toString('base64')).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: {
      name: `sh.helm.release.v1.todo.v${number}`,
      namespace: 'demo',
      labels: { owner: 'helm', name: 'todo', version: String(number), status, modifiedAt: String(changedAt.getTime() / 1000), ...labels },
    },
    data: { release: packed },
  };
}

export interface FakeHelm extends Helm {
  /** E.g. `upgrade`, `rollback 1`, `uninstall`. */
  readonly calls: string[];
  readonly upgrades: { readonly upgrade: HelmUpgrade; readonly values: unknown }[];
}

interface FakeHelmOptions {
  readonly api: FakeKubeApi;
  /** Changes the cluster as the revision that was just made would; throws what Helm would. */
  readonly onRevision?: (number: number, call: string) => void;
  /** Throws before anything is written. */
  readonly onUpgrade?: () => void;
}

/** Writes revisions as Helm does, and fails on anything a test does not expect. */
export function fakeHelm({ api, onRevision, onUpgrade }: FakeHelmOptions): FakeHelm {
  const calls: string[] = [];
  const upgrades: FakeHelm['upgrades'] = [];
  const secrets = (): V1Secret[] => [...api.objects.values()].filter((object) => object.metadata?.labels?.['owner'] === 'helm') as V1Secret[];
  const numberOf = (secret: V1Secret): number => Number(secret.metadata?.labels?.['version']);
  const write = (options: Omit<RevisionOptions, 'number' | 'status'>, call: string): { exitCode: number; stdout: string; stderr: string } => {
    const number = Math.max(0, ...secrets().map(numberOf)) + 1;
    for (const secret of secrets()) {
      if (secret.metadata?.labels?.['status'] === 'deployed') api.put({ ...secret, metadata: { ...secret.metadata, labels: { ...secret.metadata.labels, status: 'superseded' } } });
    }
    api.put(revisionSecret({ ...options, number, status: 'deployed' }));
    onRevision?.(number, call);
    return { exitCode: 0, stdout: '', stderr: '' };
  };
  return {
    calls,
    upgrades,
    upgrade: async (upgrade, values) => {
      calls.push('upgrade');
      upgrades.push({ upgrade, values });
      onUpgrade?.();
      return write({ labels: upgrade.labels, values: values as Record<string, unknown> }, 'upgrade');
    },
    rollback: async (_release, revision) => {
      calls.push(`rollback ${revision}`);
      const from = secrets().find((secret) => numberOf(secret) === revision);
      if (!from) throw new Error(`there is no revision ${revision}`);
      // As Helm does: the labels of others go along, its own are those of the new revision.
      const others = Object.entries(from.metadata?.labels ?? {}).filter(([name]) => name.startsWith('fairlead.dev/'));
      return write({ labels: Object.fromEntries(others) }, `rollback ${revision}`);
    },
    uninstall: async () => {
      calls.push('uninstall');
      for (const secret of secrets()) api.take({ apiVersion: 'v1', kind: 'Secret', metadata: { name: secret.metadata?.name ?? '', namespace: 'demo' } });
      return { exitCode: 0, stdout: '', stderr: '' };
    },
    template: () => Promise.reject(new Error('this test expects no template')),
  };
}
