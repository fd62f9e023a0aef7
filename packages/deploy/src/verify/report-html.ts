import Handlebars from 'handlebars';
import type { Report, ReportCheck, ReportPhase } from './report';
import { reportStyle } from './report-style';
import { reportTemplate } from './report-template';

const WORDS = { passed: 'Verified', failed: 'Not verified', interrupted: 'Interrupted' } as const;
const LANE_WIDTH = 1000;

const render = Handlebars.compile(reportTemplate, { strict: true, knownHelpersOnly: true });

/** The report as one page without scripts or outside references. `screenshots`: PNG by the file name in the report. */
export function renderReport(report: Report, screenshots: ReadonlyMap<string, Buffer>): string {
  return render({
    report,
    images: report.images.map((image) => ({ ...image, configDigest: shorten(image.configDigest ?? 'pulled by the nodes') })),
    style: reportStyle,
    verdictWord: WORDS[report.verdict],
    summary: `${summarize(report.checks)} in ${duration(report.durationMs)}.`,
    startedAt: report.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'),
    facts: facts(report),
    groups: groups(report.checks),
    screenshots: report.checks.flatMap(({ name, screenshot }) => {
      const png = screenshot === undefined ? undefined : screenshots.get(screenshot);
      return png ? [{ name, data: `data:image/png;base64,${png.toString('base64')}` }] : [];
    }),
    lanes: lanes(report.phases),
    pathSentence: pathSentence(report.phases),
    pods: report.pods.map((pod) => ({ ...pod, state: pod.ready ? 'ready' : `${pod.phase}, not ready`, runs: pod.containers.map(({ imageId }) => shorten(imageId)) })),
  });
}

/** `12 checks passed, 1 failed`. */
export function summarize(checks: readonly { readonly status: ReportCheck['status'] }[]): string {
  const count = (status: ReportCheck['status']): number => checks.filter((check) => check.status === status).length;
  const parts = (['failed', 'skipped'] as const).filter((status) => count(status) > 0).map((status) => `${count(status)} ${status}`);
  return [`${count('passed')} ${count('passed') === 1 ? 'check' : 'checks'} passed`, ...parts].join(', ');
}

/** `320 ms`, `4.2 s`, `3 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 995) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Twelve digits tell images apart for a reader; `report.json` has them all. */
function shorten(text: string): string {
  return text.replace(/(sha256:[0-9a-f]{12})[0-9a-f]{52}/g, '$1');
}

function facts({ environment, url }: Report): { name: string; value: string }[] {
  return [
    { name: 'Environment', value: environment.name },
    { name: 'Address', value: url || 'none' },
    { name: 'Cluster', value: environment.cluster },
    { name: 'Context', value: environment.context },
    { name: 'Namespace', value: environment.namespace },
    { name: 'Release', value: environment.release },
    { name: 'Chart', value: environment.chart },
  ];
}

function groups(checks: readonly ReportCheck[]): object[] {
  const titles = [
    { id: 'release', title: 'What runs is what was built' },
    { id: 'app', title: 'The app does what it should' },
  ];
  return titles
    .map(({ id, title }) => ({ id, title, checks: checks.filter(({ group }) => group === id).map(shown) }))
    .filter((group) => group.checks.length > 0);
}

function shown(check: ReportCheck): object {
  return { ...check, took: duration(check.durationMs), evidence: check.evidence.join('\n') };
}

function lanes(phases: readonly ReportPhase[]): object[] {
  const spans = phases.map(({ startedAt, endedAt }) => ({ start: Date.parse(startedAt), end: Date.parse(endedAt) }));
  const busyUntil = busyTime(spans);
  const scale = LANE_WIDTH / Math.max(1, busyUntil(Infinity));
  return phases.map((phase, index) => {
    const { start, end } = spans[index] ?? { start: 0, end: 0 };
    const width = Math.max(3, Math.round((busyUntil(end) - busyUntil(start)) * scale));
    return {
      name: phase.name,
      critical: phase.critical,
      from: Math.min(LANE_WIDTH - width, Math.round(busyUntil(start) * scale)),
      width,
      took: phase.cached ? 'unchanged' : duration(end - start),
    };
  });
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Milliseconds before a moment in which anything ran: a pause between deploy and verify would flatten all bars. */
function busyTime(spans: readonly Span[]): (moment: number) => number {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  return (moment) => {
    let busy = 0;
    let reached = -Infinity;
    for (const { start, end } of sorted) {
      const from = Math.max(start, reached);
      const to = Math.min(end, moment);
      if (to > from) busy += to - from;
      reached = Math.max(reached, end);
    }
    return busy;
  };
}

function pathSentence(phases: readonly ReportPhase[]): string {
  const critical = phases.filter((phase) => phase.critical);
  const total = critical.reduce((sum, { startedAt, endedAt }) => sum + Date.parse(endedAt) - Date.parse(startedAt), 0);
  return `The end had to wait for ${critical.map(({ name }) => name).join(', then ')}: ${duration(total)} of work.`;
}
