import type { Cluster } from '../cluster/cluster';
import type { Receipt } from '../images/receipt';
import { readSnapshot } from '../release/rollout/snapshot';
import type { Check } from './check';
import { screenshotName, type CheckRun } from './perform-checks';
import { podFacts } from './pods';
import { readReceipts } from './release-checks';
import type { Report, ReportCheck } from './report';
import type { CheckResult } from './run-checks';
import { criticalPath, readPhases } from './timeline';

export interface DescribeRun {
  readonly run: CheckRun;
  readonly results: readonly CheckResult[];
  /** The app's own checks. */
  readonly own: readonly Check[];
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/** Puts together what was seen. */
export async function describeRun({ run, results, own, startedAt, endedAt }: DescribeRun): Promise<Report> {
  const { context, session, url } = run;
  const { plan, environment, root, signal } = context;
  const receipts = [...readReceipts(plan, root, environment.name).values()];
  const snapshot = await readSnapshot(session.lastingApi, session.release).catch(() => undefined);
  const phases = readPhases(root, environment.name);
  const critical = criticalPath(phases);
  // Skipped are only: what needs a failed check, what an interruption cut off, and what was left out on request.
  const failed = results.some(({ status }) => status === 'failed');
  return {
    version: 1,
    app: plan.app,
    verdict: signal.aborted ? 'interrupted' : failed ? 'failed' : 'passed',
    startedAt: startedAt.toISOString(),
    durationMs: endedAt.getTime() - startedAt.getTime(),
    url,
    environment: {
      name: environment.name,
      cluster: session.cluster.name,
      context: session.place.context,
      namespace: environment.namespace,
      release: environment.release,
      chart: `${plan.chart.name} ${plan.chart.version}`,
      enforcesNetworkPolicy: session.cluster.capabilities.enforcesNetworkPolicy,
    },
    remarks: remarks(session.cluster, receipts, run.useBrowser),
    checks: results.map((result) => asReported(result, own, run.screenshots)),
    images: receipts.map(({ component, references, configDigest, base }) => ({
      component,
      reference: references.content,
      ...(configDigest === undefined ? {} : { configDigest }),
      ...(base?.standIn === undefined ? {} : { standIn: base.standIn }),
    })),
    pods: snapshot ? podFacts(snapshot).map((pod) => ({ ...pod, containers: [...pod.containers] })) : [],
    phases: phases.map((phase) => ({ ...phase, critical: critical.includes(phase.name) })),
  };
}

function asReported(result: CheckResult, own: readonly Check[], screenshots: ReadonlyMap<string, Buffer>): ReportCheck {
  const file = screenshotName(result.name);
  return {
    ...result,
    evidence: [...result.evidence],
    group: own.some(({ name }) => name === result.name) ? 'app' : 'release',
    ...(screenshots.has(file) ? { screenshot: file } : {}),
  };
}

function remarks(cluster: Cluster, receipts: readonly Receipt[], browser: boolean): string[] {
  const { enforcesNetworkPolicy } = cluster.capabilities;
  return [
    ...(enforcesNetworkPolicy === false ? [`The network policies are installed, but ${cluster.name} does not enforce them.`] : []),
    ...(enforcesNetworkPolicy === 'unknown' ? [`Whether ${cluster.name} enforces the network policies depends on its network plug-in.`] : []),
    ...receipts.flatMap(({ component, base }) => (base?.standIn ? [`The image of ${component} stands on ${base.standIn}, assembled on this machine in place of ${base.reference}.`] : [])),
    ...(browser ? [] : ['The checks that need a browser were left out on request (--no-browser).']),
  ];
}
