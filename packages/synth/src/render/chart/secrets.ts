import type { Model } from '../../model/model';
import { expr, renderManifest, when } from './helm-yaml';
import { chartNames } from './names';

/** The Secret for plain `helm install --set`; `fairlead deploy` makes its own and names it by `secrets.existingSecret`. */
export function renderSecrets(model: Model): string {
  const names = chartNames(model);
  const entries = model.secrets.map(({ name, required, source, format }) => {
    if (format === 'postgres-url') return { [name]: expr(`include "${model.chart.name}.databaseUrl" . | quote`) };
    const value = `.Values.secrets.${name}`;
    if (required && source === 'user') {
      return { [name]: expr(`required "secrets.${name} is missing: give it with --set secrets.${name}=..., or name a Secret that has it with --set secrets.existingSecret=..." ${value} | quote`) };
    }
    return when(value, { [name]: expr(`${value} | quote`) });
  });
  return renderManifest(
    { apiVersion: 'v1', kind: 'Secret', metadata: names.metadata('env', 'env'), type: 'Opaque', stringData: Object.assign({}, ...entries) as Record<string, never> },
    'not .Values.secrets.existingSecret',
  );
}
