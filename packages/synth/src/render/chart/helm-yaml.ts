import { dump } from 'js-yaml';

/**
 * A Helm template is YAML with expressions in it. Manifests are written as objects in which `expr`, `block` and
 * `when` stand where Helm decides; js-yaml lays them out, and only then do the expressions take their places.
 */
class Expression {
  constructor(readonly text: string, readonly kind: 'scalar' | 'block') {}
}

export type HelmValue = string | number | boolean | null | Expression | readonly HelmValue[] | { readonly [key: string]: HelmValue };

/** A scalar, e.g. `expr('.Values.x | quote')`. What may hold anything but a number or a name needs `| quote`. */
export const expr = (text: string): HelmValue => new Expression(text, 'scalar');

/** A map or list that Helm lays out, e.g. `block('toYaml .Values.resources')`; it is indented to fit its place. */
export const block = (text: string): HelmValue => new Expression(text, 'block');

const CONDITION = 'helmIf';

/** Entries of a map that exist only if the condition holds: `{ a: 1, ...when('.Values.b', { b: 2 }) }`. */
export function when(condition: string, entries: { readonly [key: string]: HelmValue }): { readonly [key: string]: HelmValue } {
  return { [`${CONDITION}:${condition}`]: entries };
}

/** Renders one manifest, which exists only if `condition` holds. */
export function renderManifest(manifest: HelmValue, condition?: string): string {
  const expressions: Expression[] = [];
  const conditions: string[] = [];
  const plain = replaceExpressions(manifest, { expressions, conditions });
  const lines = dump(plain, { lineWidth: -1, noRefs: true }).trimEnd().split('\n');
  const text = fillIn(unwrapConditions(lines, conditions), expressions).join('\n');
  return condition === undefined ? `${text}\n` : `{{- if ${condition} }}\n${text}\n{{- end }}\n`;
}

/** Joins manifests into one file. */
export const manifests = (...documents: readonly string[]): string => documents.map((document) => `---\n${document}`).join('');

interface Found {
  readonly expressions: Expression[];
  readonly conditions: string[];
}

function replaceExpressions(value: HelmValue, found: Found): unknown {
  if (value instanceof Expression) return `helmExpression${found.expressions.push(value) - 1}x`;
  if (Array.isArray(value)) return value.map((one: HelmValue) => replaceExpressions(one, found));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key.startsWith(`${CONDITION}:`) ? `${CONDITION}${found.conditions.push(key.slice(CONDITION.length + 1)) - 1}x` : key,
      replaceExpressions(one, found),
    ]),
  );
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Turns `helmIf0x:` and the deeper lines under it into an if block around them, one level up. */
function unwrapConditions(lines: readonly string[], conditions: readonly string[]): string[] {
  const output: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const number = /^\s*helmIf(\d+)x:$/.exec(line)?.[1];
    if (number === undefined) {
      output.push(line);
      continue;
    }
    const end = lines.findIndex((other, at) => at > index && indentOf(other) <= indentOf(line));
    const body = lines.slice(index + 1, end === -1 ? undefined : end).map((inner) => inner.slice(2));
    const indent = ' '.repeat(indentOf(line));
    output.push(`${indent}{{- if ${conditions[Number(number)]} }}`, ...unwrapConditions(body, conditions), `${indent}{{- end }}`);
    index += body.length;
  }
  return output;
}

function fillIn(lines: readonly string[], expressions: readonly Expression[]): string[] {
  return lines.map((line) =>
    line.replace(/( ?)helmExpression(\d+)x/g, (_, space: string, number: string) => {
      const found = expressions[Number(number)];
      if (found?.kind !== 'block') return `${space}{{ ${found?.text} }}`;
      // A list item's own dash counts as indentation of what follows it.
      const depth = indentOf(line) + (line.trimStart().startsWith('- ') ? 4 : 2);
      return `\n${' '.repeat(depth)}{{- ${found.text} | nindent ${depth} }}`;
    }),
  );
}
