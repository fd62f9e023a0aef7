import type { Plan, WorkloadPlan } from '@fairlead/plan';
import { judgeRollout } from '../release/rollout/judge';
import { readSnapshot, type RolloutSnapshot } from '../release/rollout/snapshot';
import { componentsOf, lastingComponentsOf } from '../release/receipts';
import type { Session as ReleaseSession } from '../release/session';
import { tryReadReceipt, type Receipt } from '../images/receipt';
import type { Check } from './check';
import { CheckFailure } from './check-outcome';
import { proveImages } from './image-proof';
import { podFacts } from './pods';
import { visit } from './visit';

/** Names of the checks that others need. */
export const releaseCheckNames = {
  ready: 'every pod is ready',
  images: 'every pod runs the image that was built',
  tunnel: 'the app answers on localhost',
  page: 'the page loads',
  browser: 'the page shows in a browser without an error',
  after: 'every pod is ready after the checks',
} as const;

export interface ReleaseChecksOptions {
  readonly plan: Plan;
  readonly root: string;
  readonly environment: string;
  readonly session: ReleaseSession;
}

const READY_MS = 60_000;
const FIRST_ANSWER_MS = 40_000;

/** What Fairlead proves of any release, in the order of cause and effect. */
export function releaseChecks(options: ReleaseChecksOptions): readonly Check[] {
  const { tunnel, page, ready } = releaseCheckNames;
  return [
    readiness(options, ready),
    imageCheck(options),
    {
      name: tunnel,
      timeoutMs: FIRST_ANSWER_MS + 5_000,
      run: async ({ baseUrl, session, until }) => {
        const visitor = session();
        await until(`${baseUrl} answers`, () => visitor.request('/'), { timeoutMs: FIRST_ANSWER_MS });
        return baseUrl;
      },
    },
    { name: page, needs: [tunnel], run: async ({ session }) => provePage(await session().request('/')) },
    ...options.plan.workloads.flatMap((workload) => connectivity(workload, options.plan)),
    {
      name: releaseCheckNames.browser,
      needs: [page],
      timeoutMs: 60_000,
      run: async ({ page: open, baseUrl }) => visit(await open(), baseUrl),
    },
  ];
}

/** The last check: what the others did to the release has mended. */
export function afterCheck(options: ReleaseChecksOptions): Check {
  return { ...readiness(options, releaseCheckNames.after), timeoutMs: READY_MS + 5_000 };
}

function readiness({ plan, session }: ReleaseChecksOptions, name: string): Check {
  return {
    name,
    timeoutMs: READY_MS + 5_000,
    run: ({ until }) => until('all pods are ready', async () => proveReady(plan, await readSnapshot(session.api, session.release)), { timeoutMs: READY_MS }),
  };
}

/** @throws CheckFailure when a component has not as many ready pods as it should. */
export function proveReady(plan: Plan, snapshot: RolloutSnapshot): string {
  const verdict = judgeRollout(snapshot, { components: lastingComponentsOf(plan), now: Date.now(), unschedulableGraceMs: 0 });
  const unready = podFacts(snapshot).filter(({ ready }) => !ready);
  if (verdict.state === 'ready' && unready.length === 0) return verdict.summary;
  const reasons = verdict.problems.map(({ workload, reason }) => `${workload} ${reason}`);
  throw new CheckFailure(`${verdict.summary}${reasons.length > 0 ? `: ${reasons.join('; ')}` : ''}`, unready.map(({ name, phase }) => `${name}: ${phase}, not ready`));
}

function imageCheck({ plan, root, environment, session }: ReleaseChecksOptions): Check {
  return {
    name: releaseCheckNames.images,
    run: async () => {
      const receipts = readReceipts(plan, root, environment);
      if (receipts.size === 0) throw new CheckFailure(`there is no receipt in dist/receipts/${environment}: build-image writes them`);
      const lasting = new Map([...receipts].filter(([component]) => lastingComponentsOf(plan).includes(component)));
      return proveImages(podFacts(await readSnapshot(session.api, session.release)), lasting);
    },
  };
}

/** The receipts that there are, by component. */
export function readReceipts(plan: Plan, root: string, environment: string): ReadonlyMap<string, Receipt> {
  return new Map(
    componentsOf(plan).flatMap((component) => {
      const receipt = tryReadReceipt(root, environment, component);
      return receipt ? [[component, receipt] as const] : [];
    }),
  );
}

/** @throws CheckFailure when this is no page that a browser would show. */
export async function provePage(response: Response): Promise<string> {
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  if (response.status !== 200) throw new CheckFailure(`GET / answered ${response.status}`, [text.slice(0, 300)]);
  if (!/^text\/html\b/i.test(type)) throw new CheckFailure(`GET / is ${type || 'of no type'}, not text/html`, [text.slice(0, 300)]);
  const title = /<title>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
  if (title === undefined) throw new CheckFailure('the page has no title', [text.slice(0, 300)]);
  return `"${title}", ${Buffer.byteLength(text)} bytes of HTML`;
}

/** Each workload reaches what it passes requests on to. */
function connectivity(from: WorkloadPlan, plan: Plan): Check[] {
  const targets = [...new Set(from.proxy.map(({ workload }) => workload))].flatMap((name) => plan.workloads.find((to) => to.name === name) ?? []);
  return targets.map((to) => ({
    name: `${from.name} reaches ${to.name} from inside the cluster`,
    timeoutMs: 60_000,
    run: async ({ cluster }) => {
      const { status, ms } = await cluster.request(from.name, to.name, to.readinessPath);
      if (status !== 200) throw new CheckFailure(`GET ${to.readinessPath} of ${to.name} answered ${status}`);
      return `200 in ${ms} ms, as a pod with the network identity of ${from.name}`;
    },
  }));
}
