import type { Model } from '../../model/model';

export function renderChart(_model: Model): Readonly<Record<string, string>> {
  return {};
}
