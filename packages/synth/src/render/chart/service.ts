import type { Model, Server } from '../../model/model';
import { expr, renderManifest } from './helm-yaml';
import { chartNames, valueOf } from './names';

export function renderService({ name }: Server, model: Model): string {
  const names = chartNames(model);
  return renderManifest({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: names.metadata(name, name),
    spec: {
      type: expr(valueOf(name, 'service.type')),
      selector: names.selector(name),
      ports: [{ name: 'http', port: expr(valueOf(name, 'service.port')), targetPort: 'http', protocol: 'TCP' }],
    },
  });
}
