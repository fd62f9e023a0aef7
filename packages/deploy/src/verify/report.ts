import { z } from 'zod';

const time = z.iso.datetime();

const checkSchema = z.object({
  name: z.string(),
  /** `release`: proven by Fairlead for any app; `app`: the app's own. */
  group: z.enum(['release', 'app']),
  status: z.enum(['passed', 'failed', 'skipped']),
  startedAt: time,
  durationMs: z.int(),
  note: z.string(),
  evidence: z.array(z.string()),
  /** File name beside the report; absent when the check had no browser. */
  screenshot: z.string().optional(),
});

const imageSchema = z.object({
  component: z.string(),
  /** The immutable reference that the release runs. */
  reference: z.string(),
  /** Digest of the image's configuration; absent for an image that the nodes pull themselves. */
  configDigest: z.string().optional(),
  /** Set where the base was assembled on this machine in place of the real one. */
  standIn: z.string().optional(),
});

const podSchema = z.object({
  name: z.string(),
  component: z.string(),
  ready: z.boolean(),
  phase: z.string(),
  restarts: z.int(),
  node: z.string(),
  containers: z.array(z.object({ name: z.string(), image: z.string(), imageId: z.string() })),
  startedAt: z.string(),
});

const phaseSchema = z.object({ name: z.string(), startedAt: time, endedAt: time, cached: z.boolean(), critical: z.boolean() });

/** What `verify` found, as written to `report.json`. `version` changes when a reader would have to. */
export const reportSchema = z.object({
  version: z.literal(1),
  app: z.string(),
  verdict: z.enum(['passed', 'failed', 'interrupted']),
  startedAt: time,
  durationMs: z.int(),
  url: z.string(),
  environment: z.object({
    name: z.string(),
    cluster: z.string(),
    context: z.string(),
    namespace: z.string(),
    release: z.string(),
    chart: z.string(),
    /** `unknown` where it depends on a network plug-in that Fairlead cannot see. */
    enforcesNetworkPolicy: z.union([z.boolean(), z.literal('unknown')]),
  }),
  /** What a reader should know before trusting the verdict too far. */
  remarks: z.array(z.string()),
  checks: z.array(checkSchema),
  images: z.array(imageSchema),
  pods: z.array(podSchema),
  /** From sources to the verified release, oldest first. */
  phases: z.array(phaseSchema),
});

export type Report = z.infer<typeof reportSchema>;
export type ReportCheck = Report['checks'][number];
export type ReportImage = Report['images'][number];
export type ReportPhase = Report['phases'][number];
