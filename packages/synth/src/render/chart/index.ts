import type { Model, Workload } from '../../model/model';
import { renderServiceAccounts } from './accounts';
import { renderConnectionTest } from './connection-test';
import { renderCronJob } from './cron-job';
import { renderDeployment } from './deployment';
import { renderDisruptionBudgets } from './disruption-budgets';
import { renderHelpers } from './helpers';
import { renderIngress } from './ingress';
import { renderNetworkPolicies } from './network-policies';
import { renderWebConfig } from './nginx';
import { renderPostgres } from './postgres';
import { renderSecrets } from './secrets';
import { renderService } from './service';
import { helmIgnore, renderChartYaml, renderNotes, renderReadme } from './texts';
import { chartValues } from './values';
import { renderValues, renderValuesSchema } from './values-files';

/** Every file of the chart, keyed by path relative to its folder. Pure; what is rendered twice is the same bytes. */
export function renderChart(model: Model): Readonly<Record<string, string>> {
  const values = chartValues(model);
  return withoutEmpty({
    'Chart.yaml': renderChartYaml(model),
    'values.yaml': renderValues(values),
    'values.schema.json': renderValuesSchema(values),
    'README.md': renderReadme(model, values),
    '.helmignore': helmIgnore,
    'templates/_helpers.tpl': renderHelpers(model),
    'templates/NOTES.txt': renderNotes(model),
    ...workloadTemplates(model),
    'templates/secrets.yaml': model.secrets.length > 0 ? renderSecrets(model) : '',
    'templates/postgres.yaml': model.database.provision === 'in-cluster' ? renderPostgres(model.database, model) : '',
    'templates/service-accounts.yaml': renderServiceAccounts(model),
    'templates/network-policies.yaml': renderNetworkPolicies(model),
    'templates/disruption-budgets.yaml': renderDisruptionBudgets(model),
    'templates/ingress.yaml': renderIngress(model),
    'templates/tests/connection.yaml': renderConnectionTest(model),
  });
}

function workloadTemplates(model: Model): Record<string, string> {
  return Object.assign({}, ...model.workloads.map((workload) => templatesOf(workload, model))) as Record<string, string>;
}

function templatesOf(workload: Workload, model: Model): Record<string, string> {
  const path = (object: string): string => `templates/${workload.name}-${object}.yaml`;
  if (workload.runs === 'scheduled') return { [path('cronjob')]: renderCronJob(workload, model) };
  const deployment = { [path('deployment')]: renderDeployment(workload, model) };
  if (workload.runs === 'background') return deployment;
  return {
    ...deployment,
    [path('service')]: renderService(workload, model),
    ...(workload.dockerfile === 'nginx' ? { [path('config')]: renderWebConfig(workload, model) } : {}),
  };
}

function withoutEmpty(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([, text]) => text !== ''));
}
