import type { Unit } from '../core/figure';

/** A value with its unit, to three digits that mean something, e.g. `0.93 s`, `1.3x`, `120 MB`. */
export function formatValue(value: number, unit: Unit): string {
  if (unit === 'count') return String(value);
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = value.toFixed(digits);
  return unit === 'x' ? `${text}x` : `${text} ${unit}`;
}
