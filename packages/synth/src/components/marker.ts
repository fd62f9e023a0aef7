import { extname, basename } from 'node:path';
import { PROJEN_MARKER } from 'projen/lib/common';

/** The line that tells people and projen that a file is generated, and where its content comes from. */
export const MARKER = `${PROJEN_MARKER}. To modify, edit .projenrc.ts and run "npx projen".`;

type Mark = (content: string) => string;

const hash: Mark = (content) => `# ${MARKER}\n${content}`;
const template: Mark = (content) => `{{- /* ${MARKER} */ -}}\n${content}`;
const html: Mark = (content) => `<!-- ${MARKER} -->\n${content}`;
const json = (key: string): Mark => (content) => `${JSON.stringify({ [key]: MARKER, ...(JSON.parse(content) as object) }, null, 2)}\n`;

/** Parser directives count only at the very top of a Dockerfile. @see https://docs.docker.com/reference/dockerfile/#parser-directives */
const dockerfile: Mark = (content) => content.replace(/^((?:# \w+=.*\n)*)/, `$1# ${MARKER}\n`);

const BY_NAME: Readonly<Record<string, Mark>> = {
  Dockerfile: dockerfile,
  'NOTES.txt': template,
  'values.schema.json': json('$comment'),
};
const BY_EXTENSION: Readonly<Record<string, Mark>> = { '.tpl': template, '.md': html, '.json': json('//') };

/** Adds the marker in the comment form of the file's language. */
export function withMarker(path: string, content: string): string {
  const mark = BY_NAME[basename(path)] ?? BY_EXTENSION[extname(path)] ?? hash;
  return mark(content);
}
