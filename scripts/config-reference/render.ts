import type { Field, TypeReader } from './fields';

const HEAD = `<!-- Written by scripts/config-reference.ts from the docstrings of packages/synth; do not edit. -->

# Configuration

What \`.projenrc.ts\` may say. Every fault is reported with its path, what was expected and what was found, all at once and before a file is written. A misspelt field, or a secret where a plain value belongs, does not even compile.

\`\`\`ts
import { FairleadWorkspace, nodeService, postgres, runSynth, secret, webApp } from '@fairlead/synth';

runSynth(
  () =>
    new FairleadWorkspace({
      app: 'shop',
      workloads: {
        api: nodeService({ image: 'shop-api:v1', port: 3000, database: true, secrets: [secret('PAYMENT_KEY')] }),
        page: webApp({ image: 'shop-page:v1', port: 8080, proxy: { '/api': 'api' } }),
      },
      database: postgres({ provision: 'in-cluster' }),
      environments: { local: {} },
    }),
);
\`\`\`
`;

const KINDS = ['nodeService', 'webApp', 'worker', 'cronJob'];
const CLUSTERS = ['auto', 'embedded', 'minikube', 'kind', 'context'];

/** The whole reference, as Markdown. */
export function renderReference(types: TypeReader): string {
  const config = types.typeOf('Config');
  const environment = types.inner(config, 'environments');
  const tabled = (title: string, intro: string, fields: readonly Field[]): string => section(title, intro, table(fields));
  return [
    HEAD,
    tabled('The config', '', types.fields(config)),
    ...KINDS.map((name) => tabled(`\`${name}({ ... })\``, types.descriptionOf(name), types.fields(types.optionsOf(name)))),
    tabled('`resources`', 'Kubernetes quantities. A default gives way to what is said on the other side, so that a request is never above its limit.', [
      ...nested(types, 'requests'),
      ...nested(types, 'limits'),
    ]),
    section('`secret(name, { required })`', types.descriptionOf('secret'), 'Its value is given to `deploy`: by the environment, or in `.secrets/<environment>.env`, which git ignores.\n'),
    tabled('`postgres({ provision, ... })`', types.descriptionOf('postgres'), types.fields(types.inner(config, 'database'))),
    tabled('`environments`', 'One per place where the app runs.', types.fields(environment)),
    tabled('`environments.<name>.workloads.<name>`', 'What differs there.', types.fields(types.inner(environment, 'workloads'))),
    tabled('`environments.<name>.storage`', '', types.fields(types.inner(environment, 'storage'))),
    tabled('`environments.<name>.ingress`', '', types.fields(types.inner(environment, 'ingress'))),
    section('`cluster`', '', CLUSTERS.map((name) => `- \`${name}(...)\`: ${sentence(types.descriptionOf(name))}\n`).join('')),
  ].join('\n');
}

function nested(types: TypeReader, list: 'requests' | 'limits'): Field[] {
  const resources = types.inner(types.optionsOf('nodeService'), 'resources');
  return types.fields(types.inner(resources, list)).map((field) => ({ ...field, name: `${list}.${field.name}` }));
}

function section(title: string, intro: string, body: string): string {
  return `## ${title}\n\n${intro === '' ? '' : `${sentence(intro)}\n\n`}${body}`;
}

function table(fields: readonly Field[]): string {
  const rows = fields.map(({ name, type, required, defaultValue, description }) => `| \`${name}\` | ${cell(`\`${type}\``)} | ${required ? '**required**' : cell(defaultValue)} | ${cell(description)} |\n`);
  return `| field | type | default | |\n|---|---|---|---|\n${rows.join('')}`;
}

/** Markdown decodes no entities between backticks, and takes what looks like a tag outside of them for one. */
function cell(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  return line.split('`').map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '&lt;').replaceAll('>', '&gt;') : part)).join('`');
}

const sentence = (text: string): string => text.replace(/\s+/g, ' ');
