import type { SecretPlan } from '@fairlead/plan';
import type { Model } from '../../model/model';
import { expr, renderManifest, when, type HelmMap } from './helm-yaml';
import { chartNames } from './names';

/**
 * The Secret for plain `helm install --set`; `fairlead deploy` makes its own and names it by `secrets.existingSecret`.
 * What External Secrets or Sealed Secrets make is named there, too: their manifests need resources that only their
 * operators bring, and a chart with them could not be installed without. Its entries are under `data`: what `stringData` once put there, an upgrade without it would leave behind.
 */
export function renderSecrets(model: Model): string {
  const names = chartNames(model);
  const data = Object.assign({}, ...model.secrets.map((secret) => entry(secret, model))) as HelmMap;
  return renderManifest({ apiVersion: 'v1', kind: 'Secret', metadata: names.metadata('env', 'env'), type: 'Opaque', data }, 'not .Values.secrets.existingSecret');
}

function entry({ name, required, format }: SecretPlan, { chart }: Model): HelmMap {
  const value = `.Values.secrets.${name}`;
  const encoded = (expression: string): HelmMap => ({ [name]: expr(`${expression} | b64enc | quote`) });
  if (format === 'postgres-url') return encoded(`include "${chart.name}.databaseUrl" .`);
  if (!required) return when(value, encoded(value));
  const missing = `secrets.${name} is missing: give it with --set-literal secrets.${name}=..., or name a Secret that has it with --set secrets.existingSecret=...`;
  return encoded(`required "${missing}" ${value}`);
}
