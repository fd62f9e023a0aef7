/** One value of the chart: its default, what it may be, what it is for. Values, schema and README derive from it. */
export interface Field {
  readonly description: string;
  readonly value: unknown;
  /** JSON schema of the value. */
  readonly schema: object;
}

/** A map of values that may hold nothing else. */
export interface Group {
  readonly description: string;
  readonly fields: Readonly<Record<string, Field | Group>>;
}

export const isGroup = (node: Field | Group): node is Group => 'fields' in node;

const quantity = { type: ['string', 'number'], pattern: '^[0-9]+(\\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$', minimum: 0 };
const quantities = { type: ['object', 'null'], additionalProperties: false, properties: { cpu: quantity, memory: quantity, 'ephemeral-storage': quantity } };
const cidr = { type: 'string', pattern: '^[0-9a-fA-F.:]+/[0-9]{1,3}$' };

/** JSON schemas of the values that occur more than once. */
export const schemas = {
  text: { type: 'string' },
  flag: { type: 'boolean' },
  port: { type: 'integer', minimum: 1, maximum: 65535 },
  /** Name of an object, or empty. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
  name: { type: 'string', pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$', maxLength: 253 },
  quantity,
  resources: { type: 'object', additionalProperties: false, properties: { requests: quantities, limits: quantities } },
  cidr,
  cidrs: { type: 'array', items: cidr },
  annotations: { type: 'object', additionalProperties: { type: 'string' } },
} as const;
