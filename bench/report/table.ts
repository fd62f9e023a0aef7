import { renderTable } from '../../packages/deploy/src/release/pods-table';
import { isMissing, type Figure, type Missing } from '../core/figure';
import type { CaseResult } from '../core/perform';
import { summarize } from '../core/statistics';
import { formatValue } from './format';

const HEAD = ['WHAT', 'MEDIAN', 'LEAST', 'MOST', 'RUNS', 'AIM'];

/** Every case with its figures as one table; remarks, and what is missing with its reason, below it. */
export function renderResults(results: readonly CaseResult[]): string {
  return results.map(renderCase).join('\n\n');
}

function renderCase({ name, title, rows }: CaseResult): string {
  const figures = rows.filter((row): row is Figure => !isMissing(row));
  return [
    `${name}: ${title}`,
    ...(figures.length > 0 ? [renderTable(HEAD, figures.map(cells))] : []),
    ...figures.flatMap(({ what, remark }) => (remark === undefined ? [] : [`  ${what}: ${remark}`])),
    ...rows.filter(isMissing).map(absence),
  ].join('\n');
}

function cells({ what, unit, values, aim }: Figure): string[] {
  const { median, least, most } = summarize(values);
  return [what, ...[median, least, most].map((value) => formatValue(value, unit)), String(values.length), verdict(median, unit, aim)];
}

function verdict(median: number, unit: Figure['unit'], aim: number | undefined): string {
  if (aim === undefined) return '';
  return `${median <= aim ? 'met' : 'MISSED'} (<= ${formatValue(aim, unit)})`;
}

function absence({ what, why, failed }: Missing): string {
  return `  ${what}: ${failed ? 'FAILED' : 'not measured'}: ${why}`;
}
