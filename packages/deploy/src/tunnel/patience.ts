/** What one look at the cluster told about the release that a tunnel leads to. */
export type ReleaseSight = 'there' | 'gone' | 'unreachable' | 'no-cluster' | 'other-cluster';

const MINUTE_MS = 60_000;
// A cluster that is switched off may come back after lunch; one whose kubeconfig was deleted will not.
const PATIENCE_MS: Readonly<Record<Exclude<ReleaseSight, 'there'>, number>> = {
  gone: MINUTE_MS,
  'no-cluster': MINUTE_MS / 4,
  unreachable: 60 * MINUTE_MS,
  'other-cluster': 0,
};

const REASONS: Readonly<Record<Exclude<ReleaseSight, 'there'>, string>> = {
  gone: 'the release was removed',
  'no-cluster': 'the cluster was removed',
  unreachable: 'the cluster has not answered for an hour',
  'other-cluster': 'the context leads to another cluster now than the one that the environment is pinned to',
};

/** Decides when a background tunnel has no purpose any more: `judge` returns the reason once it has not. */
export function createPatience(): { judge(sight: ReleaseSight, nowMs: number): string | undefined } {
  let current: ReleaseSight = 'there';
  let since = 0;
  return {
    judge: (sight, nowMs) => {
      if (sight !== current) since = nowMs;
      current = sight;
      if (sight === 'there' || nowMs - since < PATIENCE_MS[sight]) return undefined;
      return REASONS[sight];
    },
  };
}
