import { colors } from '@fairlead/runtime';
import { relative } from 'node:path';
import { renderCheckTable } from '../verify/check-table';
import { summarize } from '../verify/report-html';
import { verify } from '../verify/verify';
import type { Command } from './command';

/** Proves that what runs is what was built and that it works; writes `report.json` and `report.html`. */
export const execute: Command = async (context, options) => {
  const { report, html } = await verify(context, { browser: options.browser !== false, disrupt: options.disrupt === true });
  const passed = report.verdict === 'passed';
  const evidence = report.checks
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, note, evidence: lines }) => ['', `${colors.red('✗')} ${name}: ${note}`, ...lines.map((line) => `  ${colors.dim('|')} ${line}`)]);
  return {
    data: report,
    text: [
      renderCheckTable(report.checks, process.stdout.columns),
      ...evidence,
      '',
      `${passed ? colors.green('✓') : colors.red('✗')} ${report.app} (${report.environment.name}): ${summarize(report.checks)}`,
      `  address: ${report.url}`,
      `  report:  ${relative(context.root, html)}`,
    ].join('\n'),
    exitCode: report.verdict === 'interrupted' ? 130 : passed ? 0 : 1,
  };
};
