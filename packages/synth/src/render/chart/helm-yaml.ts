import { dump } from 'js-yaml';

type Kind = 'scalar' | 'block' | 'text' | 'entries';

/**
 * A Helm template is YAML with expressions in it. Manifests are written as objects in which `expr`, `block`, `when`
 * and `templateText` stand where Helm decides; js-yaml lays them out, and only then do the expressions take their
 * places. Any other text is inert: Helm prints it as it is, even if it has braces.
 */
class Expression {
  constructor(readonly text: string, readonly kind: Kind) {}
}

export type HelmMap = { readonly [key: string]: HelmValue };
export type HelmValue = string | number | boolean | null | Expression | readonly HelmValue[] | HelmMap;

/** A scalar, e.g. `expr('.Values.x | quote')`. What may hold anything but a number or a name needs `| quote`. */
export const expr = (text: string, suffix = ''): HelmValue => new Expression(`{{ ${text} }}${suffix}`, 'scalar');

/** A map or list that Helm lays out, e.g. `block('toYaml .Values.resources')`; it is indented to fit its place. */
export const block = (text: string): HelmValue => new Expression(text, 'block');

/** Text of several lines in which Helm evaluates what stands in braces, e.g. a configuration file. */
export const templateText = (text: string): HelmValue => new Expression(text, 'text');

const CONDITION = 'helmIf:';

/** Entries of a map that exist only if the condition holds: `{ a: 1, ...when('.Values.b', { b: 2 }) }`. */
export function when(condition: string, entries: HelmMap): HelmMap {
  // The entries' names are part of the key, so that a map may have two of the same condition.
  return { [CONDITION + JSON.stringify([condition, ...Object.keys(entries)])]: entries };
}

const ITEM = 'helmItem:';

/** An item of a list that exists only if the condition holds; its first entry always does. */
export const whenItem = (condition: string, item: HelmMap): HelmValue => ({ [ITEM + condition]: item });

const ENTRIES = 'helmEntries:';

/** All entries of a map of values, beside those written here: `{ a: '1', ...entriesOf('.Values.annotations') }`. */
export const entriesOf = (values: string): HelmMap => ({ [ENTRIES + values]: new Expression(values, 'entries') });

/** Renders one manifest, which exists only if `condition` holds. */
export function renderManifest(manifest: HelmValue, condition?: string): string {
  const found: Found = { expressions: [], conditions: [], token: unusedToken(manifest) };
  const lines = dump(withTokens(manifest, found), { lineWidth: -1, noRefs: true }).trimEnd().split('\n');
  const text = fillIn(unwrapConditions(lines.map(inert), found), found).join('\n');
  return condition === undefined ? `${text}\n` : `{{- if ${condition} }}\n${text}\n{{- end }}\n`;
}

/** Joins manifests into one file. */
export const manifests = (...documents: readonly string[]): string => documents.map((document) => `---\n${document}`).join('');

interface Found {
  readonly expressions: Expression[];
  readonly conditions: string[];
  /** What stands for expressions and conditions until the YAML is laid out. */
  readonly token: string;
}

function unusedToken(manifest: HelmValue): string {
  const text = JSON.stringify(manifest);
  let token = 'helmToken';
  while (text.includes(token)) token += 'X';
  return token;
}

/** Helm prints the braces instead of evaluating what is between them. */
const inert = (line: string): string => line.replaceAll('{{', '{{ "{{" }}');

function withTokens(value: HelmValue, found: Found): unknown {
  if (value instanceof Expression) return `${found.token}${found.expressions.push(value) - 1}e`;
  if (Array.isArray(value)) return value.map((one: HelmValue) => withTokens(one, found));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [keyToken(key, found), withTokens(one, found)]));
}

function keyToken(key: string, { expressions, conditions, token }: Found): string {
  if (key.startsWith(ENTRIES)) return `${token}${expressions.length}k`;
  if (key.startsWith(ITEM)) return `${token}${conditions.push(key.slice(ITEM.length)) - 1}i`;
  if (!key.startsWith(CONDITION)) return key;
  const [condition] = JSON.parse(key.slice(CONDITION.length)) as [string];
  return `${token}${conditions.push(condition) - 1}c`;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Turns a condition's token and the deeper lines under it into an if block around them, one level up; in a list, the dash goes to the first of them. */
function unwrapConditions(lines: readonly string[], found: Found): string[] {
  const output: string[] = [];
  const opening = new RegExp(`^ *(?:(?<dash>- )${found.token}(?<item>\\d+)i|${found.token}(?<entry>\\d+)c):$`);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const { dash = '', item, entry } = opening.exec(line)?.groups ?? {};
    const number = item ?? entry;
    if (number === undefined) {
      output.push(line);
      continue;
    }
    const end = lines.findIndex((other, at) => at > index && other !== '' && indentOf(other) <= indentOf(line));
    const body = lines.slice(index + 1, end === -1 ? undefined : end).map((inner) => inner.slice(2));
    const indent = ' '.repeat(indentOf(line));
    const [first = '', ...rest] = unwrapConditions(body, found);
    output.push(`${indent}{{- if ${found.conditions[Number(number)]} }}`, indent + dash + first.slice(indent.length + dash.length), ...rest, `${indent}{{- end }}`);
    index += body.length;
  }
  return output;
}

function fillIn(lines: readonly string[], { expressions, token }: Found): string[] {
  const entries = new RegExp(`${token}\\d+k: (?=${token})`);
  const place = new RegExp(`( ?)${token}(\\d+)e`);
  return lines.map((given) => {
    const line = given.replace(entries, '');
    // A list item's own dash counts as indentation of what follows it.
    const depth = indentOf(line) + (line.trimStart().startsWith('- ') ? 4 : 2);
    return line.replace(place, (_, space: string, number: string) => laidOut(expressions[Number(number)], space, depth));
  });
}

function laidOut(expression: Expression | undefined, space: string, depth: number): string {
  const { text, kind } = expression ?? { text: '', kind: 'scalar' };
  const indent = ' '.repeat(depth);
  if (kind === 'scalar') return `${space}${text}`;
  if (kind === 'entries') return `${space}{{- with ${text} }}\n${indent.slice(2)}{{- toYaml . | nindent ${depth - 2} }}\n${indent.slice(2)}{{- end }}`;
  if (kind === 'block') return `\n${indent}{{- ${text} | nindent ${depth} }}`;
  return `${space}|\n${text.trimEnd().split('\n').map((line) => (line === '' ? '' : indent + line)).join('\n')}`;
}
