import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';

/** Fills a text of `templates/`; a hole without a value is an error. */
export function renderText(file: string, values: object): string {
  const source = readFileSync(join(__dirname, 'templates', file), 'utf8');
  return Handlebars.compile(source, { noEscape: true, strict: true })(values);
}
