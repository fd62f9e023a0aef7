import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { Model } from '../../../src/model/model';
import { renderChart } from '../../../src/render/chart';
import { helm } from './tools';

export interface KubeObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Writes files, keyed by path, to a fresh folder of that name, which goes when the tests are over. */
export function writeFiles(name: string, files: Readonly<Record<string, string>>): string {
  const parent = mkdtempSync(join(tmpdir(), 'chart-'));
  folders.push(parent);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(parent, name, path)), { recursive: true });
    writeFileSync(join(parent, name, path), text);
  }
  return join(parent, name);
}

export const writeChart = (model: Model): string => writeFiles(model.chart.name, renderChart(model));

/** Runs the real Helm. @throws Error with what Helm said. */
export function runHelm(...args: string[]): string {
  try {
    return execFileSync(helm(), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw missing ? new Error('these tests need Helm: install it, or let `npm test` or `npm run checkers` fetch it') : error;
  }
}

export const PASSWORD = ['--set', 'postgres.password=p'];
export const INGRESS = ['--set', 'ingress.enabled=true,ingress.host=shop.example.com,ingress.tlsSecret=tls'];

/** The objects that Helm makes of a chart in a folder. */
export function templateFolder(folder: string, ...args: string[]): KubeObject[] {
  return (loadAll(runHelm('template', 'shop', folder, ...args)) as (KubeObject | null)[]).filter((object) => object !== null);
}

/** The objects that Helm makes of the chart of a model, as release `shop`. */
export const template = (model: Model, ...args: string[]): KubeObject[] => templateFolder(writeChart(model), ...args);

/** The one object of that kind and name. */
export function find(objects: readonly KubeObject[], kind: string, name: string): KubeObject {
  const [object, ...others] = objects.filter((one) => one.kind === kind && one.metadata.name === name);
  if (!object || others.length > 0) throw new Error(`expected one ${kind} ${name}, found ${others.length + (object ? 1 : 0)}`);
  return object;
}

/** Decoded entries of a Secret. */
export function entries(secret: KubeObject): Record<string, string> {
  return Object.fromEntries(Object.entries(secret.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]));
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly args?: readonly string[];
  readonly securityContext: object;
  readonly resources: { readonly requests: object; readonly limits: object };
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string; readonly optional?: boolean } } }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number; readonly hostPort?: number }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly [probe: string]: unknown;
}

export interface PodSpec {
  readonly containers: readonly [Container];
  readonly serviceAccountName: string;
  readonly volumes: readonly { readonly name: string; readonly hostPath?: object; readonly emptyDir?: { readonly sizeLimit?: string } }[];
  readonly [key: string]: unknown;
}

export interface Pod {
  /** Component label. */
  readonly component: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

interface PodTemplate {
  readonly metadata: KubeObject['metadata'];
  readonly spec: unknown;
}

function podTemplateOf({ kind, metadata, spec }: KubeObject): PodTemplate | undefined {
  if (kind === 'Pod') return { metadata, spec };
  if (kind === 'CronJob') return (spec['jobTemplate'] as { spec: { template: PodTemplate } }).spec.template;
  return spec?.['template'] as PodTemplate | undefined;
}

/** Every pod that the objects describe: of Deployments, StatefulSets, CronJobs, and alone. */
export function pods(objects: readonly KubeObject[]): Pod[] {
  return objects.flatMap((object) => {
    const template = podTemplateOf(object);
    if (!template) return [];
    const { labels, annotations = {} } = template.metadata;
    return [{ component: labels['app.kubernetes.io/component'] ?? '', labels, annotations, spec: template.spec as PodSpec }];
  });
}

export function podOf(objects: readonly KubeObject[], component: string): Pod {
  const pod = pods(objects).find((one) => one.component === component);
  if (!pod) throw new Error(`no pod of ${component}`);
  return pod;
}
