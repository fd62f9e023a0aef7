import { readFileSync } from 'node:fs';

/**
 * The commands that a page tells people to type: the lines of its `sh` blocks, and what stands in code quotes and
 * begins with `npx`, `npm` or `bash`. Each once, without comments.
 */
export function documentedCommands(page: string): readonly string[] {
  return commandsOf(readFileSync(page, 'utf8'));
}

export function commandsOf(markdown: string): readonly string[] {
  const blocks = [...markdown.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
  const lines = blocks.flatMap((block) => block.replace(/\\\n\s*/g, '').split('\n'));
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, '');
  const quoted = [...prose.matchAll(/`((?:npx|npm|bash) [^`]+)`/g)].map(([, code = '']) => code.replaceAll('\\|', '|'));
  const commands = [...lines, ...quoted].flatMap((line) => line.replace(/(^|\s)#.*$/, '').split('&&')).map((command) => command.trim());
  return [...new Set(commands.filter(Boolean))];
}

/** Words as a shell would split them; quotes are kept out. Settings such as `NAME=value` before the command are left out. */
export function wordsOf(command: string): readonly string[] {
  const words = [...command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replace(/["']/g, ''));
  const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
  return words.slice(Math.max(first, 0));
}
