import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fairleadHome } from '@fairlead/runtime';
import { z } from 'zod';

const keySchema = z.object({
  /** Absolute path of the workspace: two checkouts have tunnels of their own. */
  workspace: z.string(),
  app: z.string(),
  environment: z.string(),
});

const specSchema = keySchema.extend({
  target: z.object({ kubeconfig: z.string(), context: z.string() }),
  /** What the cluster is pinned to, see `clusterIdentity`. Default: whatever answers there is meant. */
  identity: z.string().optional(),
  /** The cluster is on this machine: its address is not asked while no interface leads there. */
  local: z.boolean(),
  namespace: z.string(),
  /** Label selector of the entry workload's pods and Deployment. */
  selector: z.string(),
  /** Port inside the pod. */
  podPort: z.int(),
});

const recordSchema = z.object({
  version: z.literal(1),
  spec: specSchema,
  pid: z.int(),
  /** Start of the process, so that a later one with the same id is not taken for it. */
  identity: z.string(),
  url: z.string(),
  port: z.int(),
});

/** Whose background tunnel it is; there is one for each environment of a workspace. */
export type TunnelKey = z.infer<typeof keySchema>;
/** Where a background tunnel leads. */
export type TunnelSpec = z.infer<typeof specSchema>;
/** A background tunnel that runs, or ran. */
export type TunnelRecord = z.infer<typeof recordSchema>;

/** Reads a spec from JSON. @throws Error when it is none. */
export function parseSpec(json: string): TunnelSpec {
  return specSchema.parse(JSON.parse(json));
}

/** Files of a background tunnel. */
export function tunnelFiles({ workspace, app, environment }: TunnelKey): { record: string; lock: string; log: string } {
  const checkout = createHash('sha256').update(workspace).digest('hex').slice(0, 8);
  const file = (suffix: string): string => fairleadHome('tunnels', `${app}-${environment}-${checkout}.${suffix}`);
  return { record: file('json'), lock: file('lock'), log: file('log') };
}

/** The record at `path`; undefined when there is none, or none that this version can read. */
export function tryReadRecord(path: string): TunnelRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes all of it or nothing. */
export function writeRecord(path: string, record: TunnelRecord): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(record), { mode: 0o600 });
  renameSync(unfinished, path);
}

/** Forgets a record, unless another process has put its own in its place. */
export function removeRecord(path: string, pid: number): void {
  if (tryReadRecord(path)?.pid === pid) rmSync(path, { force: true });
}
