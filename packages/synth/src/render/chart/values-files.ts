import { dump } from 'js-yaml';
import { isGroup, type Field, type Group } from './values-tree';

/** `values.yaml`, with what each value is for above it. */
export function renderValues(root: Group): string {
  return `${lines(root, 0).join('\n')}\n`;
}

function lines(group: Group, depth: number): string[] {
  const indent = '  '.repeat(depth);
  return Object.entries(group.fields).flatMap(([key, node]) => [
    ...(depth === 0 ? [''] : []),
    `${indent}# ${node.description}`,
    ...(isGroup(node) ? [`${indent}${keyOf(key)}:`, ...lines(node, depth + 1)] : entry(key, node).map((line) => indent + line)),
  ]);
}

/** Quoted where YAML would take it for something else than text, as it does with `on`. */
const keyOf = (key: string): string => dump(key, { lineWidth: -1 }).trimEnd();

function entry(key: string, { value }: Field): string[] {
  return dump({ [key]: value }, { lineWidth: -1, noRefs: true }).trimEnd().split('\n');
}

/** `values.schema.json`: a misspelt key or a value of the wrong kind fails before anything is installed. */
export function renderValuesSchema(root: Group): string {
  const schema = groupSchema(root) as { properties: object };
  // Helm hands `global` to every chart.
  return `${JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', ...schema, properties: { global: { type: 'object' }, ...schema.properties } }, null, 2)}\n`;
}

function groupSchema({ description, fields }: Group): object {
  return {
    type: 'object',
    ...(description ? { description } : {}),
    additionalProperties: false,
    required: Object.keys(fields),
    properties: Object.fromEntries(Object.entries(fields).map(([key, node]) => [key, isGroup(node) ? groupSchema(node) : { description: node.description, ...node.schema }])),
  };
}

export interface ValueRow {
  readonly path: string;
  /** The default, as JSON in a cell of a Markdown table. */
  readonly value: string;
  readonly description: string;
}

/** Rows of the README's table. */
export function valueRows(group: Group, prefix = ''): ValueRow[] {
  return Object.entries(group.fields).flatMap(([key, node]) => {
    const path = `${prefix}${key}`;
    return isGroup(node) ? valueRows(node, `${path}.`) : [{ path, value: JSON.stringify(node.value).replaceAll('|', '\\|'), description: node.description }];
  });
}
