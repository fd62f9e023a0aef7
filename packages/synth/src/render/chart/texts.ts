import { dump } from 'js-yaml';
import type { Model } from '../../model/model';
import { chartNames, valueOf } from './names';
import { renderText } from './text-template';
import { valueRows } from './values-files';
import type { Group } from './values-tree';

/** `Chart.yaml`. @see https://helm.sh/docs/topics/charts/#the-chartyaml-file */
export function renderChartYaml({ chart }: Model): string {
  const { name, version, appVersion, description, kubeVersion, icon, home, maintainers } = chart;
  return dump(
    {
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
    },
    { lineWidth: -1 },
  );
}

/** What is in the chart's folder for others than Helm. */
export const helmIgnore = ['plan.json', 'project.json', '.DS_Store', '*.swp', '*.tmp', '.git/', '.helmignore'].map((line) => `${line}\n`).join('');

export function renderNotes(model: Model): string {
  const { entry, workloads, chart } = model;
  const opened = workloads.find(({ name }) => name === entry);
  const port = opened?.runs === 'server' ? opened.port : 0;
  return renderText('notes.hbs', { ...chart, entry, port, fullname: chartNames(model).fullname, servicePort: valueOf(entry, 'service.port') });
}

export function renderReadme(model: Model, values: Group): string {
  const given = model.secrets.filter(({ source, required }) => source === 'user' && required).map(({ name }) => `secrets.${name}`);
  const inCluster = model.database.provision === 'in-cluster';
  return renderText('readme.hbs', {
    ...model.chart,
    app: model.app,
    required: [...(inCluster ? ['postgres.password'] : []), ...given],
    inCluster,
    secrets: model.secrets.map(({ name }) => `\`${name}\``).join(', '),
    rows: valueRows(values),
  });
}
