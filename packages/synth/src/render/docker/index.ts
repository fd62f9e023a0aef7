import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import type { Model, Workload } from '../../model/model';
import { isIgnored } from './ignore';

/** Text of the files that make an image, keyed by path relative to the workload's folder. */
export interface DockerFiles {
  readonly Dockerfile: string;
  readonly '.dockerignore': string;
}

/** Never copied, wherever it lies: history, dependencies, and what tends to hold credentials. */
const NEVER_COPIED = ['.git', 'node_modules', '.env', '.env.*', '.npmrc', '*.pem', '*.key', '*.log', 'coverage'];

const templates: Record<Workload['kind'], string> = { 'node-service': 'node-service.hbs', 'web-app': 'web-app.hbs' };

/**
 * Renders Dockerfile and .dockerignore of a workload whose bundle Nx has built: the image only copies it.
 * @throws Error when the .dockerignore would hide what the Dockerfile copies.
 */
export function renderDocker(workload: Workload, model: Model): DockerFiles {
  const sources = workload.copies.map(({ from }) => from);
  const hidden = sources.filter((source) => isIgnored(source, { allowed: sources, never: NEVER_COPIED }));
  if (hidden.length > 0) throw new Error(`the .dockerignore of ${workload.name} hides what its Dockerfile copies: ${hidden.join(', ')}`);
  return {
    Dockerfile: template(templates[workload.kind])({
      ...workload,
      baseVariable: `\${${workload.base.arg}}`,
      title: workload.image.repository,
      description: `${model.chart.description} (${workload.name})`,
      env: imageEnv(workload),
      command: JSON.stringify(workload.command),
      probe: `fetch('http://127.0.0.1:${workload.port}${workload.probes.liveness.path}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
    }),
    '.dockerignore': template('dockerignore.hbs')({ sources, never: NEVER_COPIED }),
  };
}

function imageEnv(workload: Workload): { name: string; value: string }[] {
  const metrics = workload.metricsPort > 0 ? [{ name: 'METRICS_PORT', value: `${workload.metricsPort}` }] : [];
  return [{ name: 'NODE_ENV', value: 'production' }, { name: 'PORT', value: `${workload.port}` }, ...metrics];
}

function template(file: string): Handlebars.TemplateDelegate {
  const source = readFileSync(join(__dirname, 'templates', file), 'utf8');
  return Handlebars.compile(source, { noEscape: true, strict: true });
}
