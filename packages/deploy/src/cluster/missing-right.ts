/** A right that somebody lacks, in the words of `kubectl auth can-i`. */
export interface MissingRight {
  readonly verb: string;
  /** With its group, e.g. `leases.coordination.k8s.io`. */
  readonly resource: string;
  readonly subresource: string | undefined;
  /** undefined: in the whole cluster. */
  readonly namespace: string | undefined;
}

/** How the API server says that no role grants it; helm passes the sentence on. */
const DENIED = /cannot (\w+) resource \\?"([^"\\/]+)(?:\/([^"\\]+))?\\?" in API group \\?"([^"\\]*)\\?"(?: in the namespace \\?"([^"\\]+)\\?")?/;

/** The right that is missing; undefined when something else is forbidden, such as more than a quota grants. */
export function tryMissingRight(text: string): MissingRight | undefined {
  const [found, verb = '', name = '', subresource, group, namespace] = DENIED.exec(text) ?? [];
  if (found === undefined) return undefined;
  return { verb, resource: group ? `${name}.${group}` : name, subresource, namespace };
}

/** What to ask for, and how to see that it was given. */
export function missingRightAdvice({ verb, resource, subresource, namespace }: MissingRight, context: string): readonly string[] {
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  const check = [
    `kubectl auth can-i ${verb} ${resource}`,
    ...(subresource === undefined ? [] : [`--subresource ${subresource}`]),
    ...(namespace === undefined ? [] : [`--namespace ${namespace}`]),
    ...(context === '' ? [] : [`--context ${context}`]),
  ];
  return [
    `ask who runs the cluster for a role that lets you ${verb} ${what}${namespace === undefined ? ' in the whole cluster' : ` in namespace ${namespace}`}`,
    `${check.join(' ')}   # says yes once you have it`,
  ];
}
