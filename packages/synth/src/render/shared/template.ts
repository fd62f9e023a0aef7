import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';

const compiled = new Map<string, Handlebars.TemplateDelegate>();

/** Fills a text of a folder `templates`; a hole without a value is an error. Each is read once. */
export function fillTemplate(folder: string, file: string, values: object): string {
  const path = join(folder, 'templates', file);
  const template = compiled.get(path) ?? Handlebars.compile(readFileSync(path, 'utf8'), { noEscape: true, strict: true });
  compiled.set(path, template);
  return template(values);
}
