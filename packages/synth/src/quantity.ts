const UNITS: Readonly<Record<string, number>> = { '': 1, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** Size of a Kubernetes quantity such as `100m` or `128Mi`; undefined for what is none. */
export function tryQuantity(text: unknown): number | undefined {
  const [, amount, unit = ''] = (typeof text === 'string' && /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(text)) || [];
  const factor = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}
