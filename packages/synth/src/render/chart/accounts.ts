import type { Model } from '../../model/model';
import { testRunner } from './connection-test';
import { manifests, renderManifest } from './helm-yaml';
import { chartNames } from './names';

/** An identity of its own per component, which may do nothing. */
export function renderServiceAccounts(model: Model): string {
  const names = chartNames(model);
  return manifests(
    ...components(model).map((component) =>
      renderManifest({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: names.metadata(component, component), automountServiceAccountToken: false }),
    ),
  );
}

function components(model: Model): string[] {
  const { workloads, database } = model;
  const hasTest = testRunner(model) !== undefined;
  return [...workloads.map(({ name }) => name), ...(database.provision === 'in-cluster' ? ['postgres'] : []), ...(hasTest ? ['test'] : [])];
}
