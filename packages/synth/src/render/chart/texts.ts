import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import Handlebars from 'handlebars';
import type { Model } from '../../model/model';
import { valueRows } from './values-files';
import type { Group } from './values';

/** `Chart.yaml`. @see https://helm.sh/docs/topics/charts/#the-chartyaml-file */
export function renderChartYaml({ chart }: Model): string {
  const { name, version, appVersion, description, kubeVersion, icon, home, maintainers } = chart;
  return dump({
    apiVersion: 'v2',
    name,
    description,
    type: 'application',
    version,
    appVersion,
    kubeVersion,
    icon,
    ...(home === '' ? {} : { home }),
    maintainers: maintainers.map(({ name: maintainer, email }) => ({ name: maintainer, ...(email === '' ? {} : { email }) })),
  });
}

export const helmIgnore = ['plan.json', 'project.json', '.DS_Store', '*.swp', '*.tmp', '.git/', '.helmignore'].map((line) => `${line}\n`).join('');

export function renderNotes(model: Model): string {
  return template('notes.hbs')({ ...model.chart, entry: model.entry, port: model.workloads.find(({ name }) => name === model.entry)?.port });
}

export function renderReadme(model: Model, values: Group): string {
  const required = model.database.provision === 'in-cluster' ? '--set postgres.password="$POSTGRES_PASSWORD"' : '--set secrets.DATABASE_URL="$DATABASE_URL"';
  return template('readme.hbs')({ ...model.chart, required, rows: valueRows(values) });
}

function template(file: string): Handlebars.TemplateDelegate {
  return Handlebars.compile(readFileSync(join(__dirname, 'templates', file), 'utf8'), { noEscape: true, strict: true });
}
