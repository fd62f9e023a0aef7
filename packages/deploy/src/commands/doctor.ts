import { colors } from '@fairlead/runtime';
import { checksFor } from '../doctor/checks';
import { lookAtAll, type Finding } from '../doctor/finding';
import type { Command } from './command';
import type { CommandContext } from './context';

/** Looks at everything that a deploy needs, all at once. Changes nothing; exit code 1 when something is bad. */
export const execute: Command = async (context) => {
  const findings = await lookAtAll(checksFor(context));
  const bad = findings.filter(({ state }) => state === 'bad').length;
  return { data: { environment: context.environment.name, ready: bad === 0, findings }, text: render(findings, bad, context), exitCode: bad === 0 ? 0 : 1 };
};

const marks: Readonly<Record<Finding['state'], string>> = { ok: colors.green('✓'), todo: colors.blue('·'), warn: colors.yellow('!'), bad: colors.red('✗') };

function render(findings: readonly Finding[], bad: number, context: CommandContext): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.flatMap(({ name, state, detail, next }) => [
    `${marks[state]} ${name.padEnd(width)}  ${detail}`,
    ...next.map((line) => `  ${' '.repeat(width)}  ${colors.cyan('→')} ${line}`),
  ]);
  return [...lines, '', conclusion(findings, bad, context)].join('\n');
}

function conclusion(findings: readonly Finding[], bad: number, { plan, environment }: CommandContext): string {
  if (bad > 0) return `${bad} thing${bad === 1 ? '' : 's'} to mend, then run this again`;
  const configuration = environment.name === plan.environments[0]?.name ? '' : ` -c ${environment.name}`;
  const does = findings.some(({ state }) => state === 'todo') ? '   # does what is marked with ·' : '';
  return `nothing stands in the way: npx nx deploy ${plan.app}${configuration}${does}`;
}
