interface Field {
  readonly least: number;
  readonly most: number;
  /** Names of its values, from `least` on. */
  readonly names: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Minute, hour, day of the month, month, day of the week; Kubernetes knows no 7 for Sunday. */
const FIELDS: readonly Field[] = [
  { least: 0, most: 59, names: [] },
  { least: 0, most: 23, names: [] },
  { least: 1, most: 31, names: [] },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 6, names: DAYS },
];

const MACROS = new Set(['@hourly', '@daily', '@midnight', '@weekly', '@monthly', '@yearly', '@annually']);
const LONGEST = 200;

/** Is this what Kubernetes takes as the schedule of a CronJob? @see https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format */
export function isSchedule(text: string): boolean {
  if (text.length > LONGEST) return false;
  if (MACROS.has(text)) return true;
  const fields = text.split(' ');
  return fields.length === FIELDS.length && FIELDS.every((field, index) => (fields[index] ?? '').split(',').every((part) => isPart(part, field)));
}

/** `*`, `5`, `1-5`, each with a step: `*\/15`. */
function isPart(part: string, field: Field): boolean {
  const [range = '', step, ...more] = part.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d{0,3}$/.test(step))) return false;
  if (range === '*' || range === '?') return true;
  const [from = '', to = from, ...rest] = range.split('-');
  const [first, last] = [valueOf(from, field), valueOf(to, field)];
  return rest.length === 0 && first !== undefined && last !== undefined && first <= last;
}

function valueOf(text: string, { least, most, names }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  const value = named >= 0 ? named + least : /^\d{1,2}$/.test(text) ? Number(text) : undefined;
  return value !== undefined && value >= least && value <= most ? value : undefined;
}
