/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In upper case. */
  readonly keyword: string;
  /** Such as `--chown=1:1`. */
  readonly flags: readonly string[];
}

/** The instructions after the last `FROM`: each makes one entry in an image's history. */
export function finalStage(dockerfile: string): readonly Instruction[] {
  const instructions = logicalLines(dockerfile).map(parse);
  return instructions.slice(instructions.findLastIndex(({ keyword }) => keyword === 'FROM') + 1);
}

/** Without comments and blank lines; a backslash at the end continues a line. */
function logicalLines(dockerfile: string): string[] {
  const lines = dockerfile.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
  return lines.join('\n').replace(/\\[ \t]*\n/g, ' ').split('\n').map((line) => line.trim());
}

function parse(line: string): Instruction {
  const [keyword = '', ...words] = line.split(/\s+/);
  const end = words.findIndex((word) => !word.startsWith('--'));
  return { keyword: keyword.toUpperCase(), flags: words.slice(0, end === -1 ? words.length : end) };
}
