import { HIDDEN_FILES } from '../../ignored-files';
import type { Model, Workload } from '../../model/model';
import { fillTemplate } from '../shared/template';

/** Text of the files that make an image, keyed by path relative to the workload's folder. */
export interface DockerFiles {
  readonly Dockerfile: string;
  readonly '.dockerignore': string;
}

/**
 * Renders Dockerfile and .dockerignore of a workload whose bundle Nx has built: the image only copies it, so there is
 * one stage, and no package manager, shell or network in it. That the .dockerignore lets in what is copied is a rule of
 * the config (`config-faults/workloads.ts`). There is no `# syntax=` line: resolving it takes a registry, and the
 * frontend in the builder knows all that is used.
 */
export function renderDocker(workload: Workload, model: Model): DockerFiles {
  return {
    Dockerfile: fillTemplate(__dirname, `${workload.dockerfile}.hbs`, {
      ...workload,
      baseVariable: `\${${workload.base.arg}}`,
      labels: labels(workload, model),
      command: JSON.stringify(workload.command),
      ...reach(workload),
    }),
    '.dockerignore': fillTemplate(__dirname, 'dockerignore.hbs', { sources: workload.copies.map(({ from }) => from), never: HIDDEN_FILES }),
  };
}

/** Static ones only: with dates or revisions, the same inputs would no longer make the same image. */
function labels({ name, image }: Workload, { chart }: Model): { readonly name: string; readonly value: string }[] {
  const source = chart.source === '' ? [] : [{ name: 'source', value: quoted(chart.source) }];
  return [{ name: 'title', value: quoted(image.repository) }, { name: 'description', value: quoted(`${chart.description} (${name})`) }, ...source];
}

/** A Dockerfile ends a quoted word at `"` and an instruction at the end of a line, and puts variables and escapes into it. */
function quoted(text: string): string {
  return `"${text.replace(/[\u0000-\u001f]+/g, ' ').replace(/["\\$]/g, '\\$&')}"`;
}

/** Empty where nothing listens. */
function reach(workload: Workload): { readonly port: number; readonly probe: string } {
  if (workload.runs !== 'server') return { port: 0, probe: '' };
  const { port, probes } = workload;
  return { port, probe: `fetch('http://127.0.0.1:${port}${probes.liveness.path}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))` };
}
