import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, ToolError, type Runner } from '@fairlead/runtime';
import { z } from 'zod';
import type { CommandContext } from '../commands/context';
import { checkSecrets } from '../release/secret-check';
import { tryIgnored } from '../tools/git';
import { finding, fromFault, type Check } from './finding';

const projectSchema = z.object({ targets: z.object({ containerize: z.object({ options: z.object({ command: z.string() }) }) }) });

/** Are the generated files what the config says? Asked as the target `containerize` asks. */
export function generatedCheck({ plan, root }: CommandContext, runner: Runner = run): Check {
  return {
    name: 'config',
    look: async () => {
      const command = tryCommand(join(root, plan.chart.path, 'project.json'));
      if (command === undefined) return [finding('config', 'bad', `${plan.chart.path}/project.json has no target \`containerize\``, ['npx projen   # writes it'])];
      const [file = '', ...args] = command.split(' ');
      try {
        await runner(file, args, { cwd: root, timeoutMs: 30_000, killAfterMs: 1_000 });
        return [finding('config', 'ok', 'generated files are what .projenrc.ts says')];
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        return [finding('config', 'bad', firstParagraph(error.result.stderr || error.result.stdout || error.message), ['npx projen   # writes what differs', `${command}   # shows it`])];
      }
    },
  };
}

/** What follows are differences, line by line. */
function firstParagraph(text: string): string {
  return (text.trim().split('\n\n')[0] ?? '').split('\n').map((line) => line.trim()).join(' ');
}

function tryCommand(path: string): string | undefined {
  try {
    return projectSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).targets.containerize.options.command;
  } catch {
    return undefined;
  }
}

export function secretsCheck({ plan, secrets }: CommandContext): Check {
  return {
    name: 'secrets',
    look: async () => {
      const source = secrets();
      const faults = checkSecrets(plan, source);
      if (faults.length > 0) return faults.map((fault) => fromFault('secrets', fault));
      const wanted = plan.secrets.filter(({ source: from }) => from === 'user').map(({ name }) => name);
      const missing = wanted.filter((name) => !source.values.has(name));
      return [finding('secrets', 'ok', missing.length === 0 ? `${wanted.length} given` : `${missing.join(', ')} not given, which is allowed`)];
    },
  };
}

export function secretsFileCheck({ environment, root }: CommandContext): Check {
  return {
    name: 'secrets',
    look: async () => {
      const file = `.secrets/${environment.name}.env`;
      if (!existsSync(join(root, file)) || (await tryIgnored(root, file)) !== false) return [];
      return [finding('secrets', 'bad', `Git does not ignore ${file}`, ['add `.secrets/` to .gitignore; `npx projen` writes it'])];
    },
  };
}
