import type { Model } from '../../model/model';
import { block, expr, renderManifest, when } from './helm-yaml';
import { chartNames } from './names';

const MISSING_HOST = 'ingress.host is missing: give it with --set ingress.host=...';
const MISSING_TLS = 'ingress.tlsSecret is missing: name a TLS Secret with --set ingress.tlsSecret=...; an ingress without TLS is not offered';

/** The public address of the entry workload; off by default, and never without TLS. */
export function renderIngress(model: Model): string {
  const names = chartNames(model);
  const host = expr(`required "${MISSING_HOST}" .Values.ingress.host | quote`);
  return renderManifest(
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: names.metadata(model.entry, model.entry, when('.Values.ingress.annotations', { annotations: block('toYaml .Values.ingress.annotations') })),
      spec: {
        ...when('.Values.ingress.className', { ingressClassName: expr('.Values.ingress.className | quote') }),
        tls: [{ hosts: [host], secretName: expr(`required "${MISSING_TLS}" .Values.ingress.tlsSecret | quote`) }],
        rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: names.object(model.entry), port: { name: 'http' } } } }] } }],
      },
    },
    '.Values.ingress.enabled',
  );
}
