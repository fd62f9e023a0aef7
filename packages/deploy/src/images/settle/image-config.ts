import { z } from 'zod';
import type { Instruction } from './dockerfile';

const historySchema = z.looseObject({ created: z.string().optional(), created_by: z.string().optional(), empty_layer: z.boolean().optional() });
type History = z.infer<typeof historySchema>;

/** Times in nanoseconds; what is zero is absent. */
const healthcheckSchema = z.looseObject({
  Test: z.array(z.string()).optional(),
  Interval: z.int().optional(),
  Timeout: z.int().optional(),
  StartPeriod: z.int().optional(),
  StartInterval: z.int().optional(),
  Retries: z.int().optional(),
});

const imageConfigSchema = z.looseObject({
  config: z.looseObject({ Healthcheck: healthcheckSchema.nullish() }),
  history: z.array(historySchema),
  rootfs: z.looseObject({ diff_ids: z.array(z.string()) }),
});
/** The config of an image, as far as it decides which image it is. */
export type ImageConfig = z.infer<typeof imageConfigSchema>;

/** Reads a config as it is: the order of its keys, which parsing by schema changes, is part of the image's digest. */
export function readImageConfig(text: string): ImageConfig {
  const config: unknown = JSON.parse(text);
  imageConfigSchema.parse(config);
  return config as ImageConfig;
}

/** What the classic builder writes about the container it ran, which is another one each time. */
const OF_THE_BUILD = new Set(['container', 'container_config', 'docker_version']);

/** In the order of BuildKit's own types, which its serialisation follows. */
const CONFIG_FIELDS = [
  ...['User', 'ExposedPorts', 'Env', 'Entrypoint', 'Cmd', 'Volumes', 'WorkingDir', 'Labels', 'StopSignal', 'ArgsEscaped'],
  ...['Healthcheck', 'OnBuild', 'Shell'],
];

export interface SettleConfig {
  /** Of the Dockerfile's last stage: what an image has beyond its base. */
  readonly instructions: readonly Instruction[];
  /** Seconds since 1970. */
  readonly time: number;
}

/** How many of an image's layers are its own, not its base's. */
export function ownLayerCount({ history }: ImageConfig, instructions: readonly Instruction[]): number {
  return ownHistory(history, instructions).filter((entry) => entry.empty_layer !== true).length;
}

/** The config as the BuildKit of today writes it for the same instructions, dated `time`. Digests of layers are the caller's. */
export function settleConfig(image: ImageConfig, { instructions, time }: SettleConfig): ImageConfig {
  const created = new Date(time * 1000).toISOString().replace('.000Z', 'Z');
  const base = image.history.slice(0, image.history.length - instructions.length);
  const own = ownHistory(image.history, instructions).map((entry, index) => ({ ...entry, created, created_by: describe(entry, instructions[index], image) }));
  const config = Object.fromEntries(CONFIG_FIELDS.map((name) => [name, image.config[name]]).filter(([, value]) => value !== undefined && value !== null));
  const settled = { ...image, config, created, history: [...base, ...own] };
  return Object.fromEntries(Object.entries(settled).filter(([name]) => !OF_THE_BUILD.has(name)).sort(byName)) as ImageConfig;
}

function ownHistory(history: readonly History[], instructions: readonly Instruction[]): readonly History[] {
  return history.slice(history.length - instructions.length);
}

/** Builders before BuildKit 0.11 describe some instructions in other words. */
function describe({ created_by: text = '' }: History, instruction: Instruction | undefined, { config }: ImageConfig): string {
  const ports = /^EXPOSE map\[(.*)\]$/.exec(text)?.[1];
  if (ports !== undefined) return `EXPOSE [${ports.replaceAll(':{}', '')}]`;
  if (text.startsWith('HEALTHCHECK &') && config.Healthcheck) return `HEALTHCHECK ${describeHealthcheck(config.Healthcheck)}`;
  const flags = instruction?.flags.join(' ') ?? '';
  return flags && /^(COPY|ADD) (?!--)/.test(text) ? text.replace(' ', ` ${flags} `) : text;
}

function describeHealthcheck(check: z.infer<typeof healthcheckSchema>): string {
  const { Test = [], Interval = 0, Timeout = 0, StartPeriod = 0, StartInterval = 0, Retries = 0 } = check;
  const times = Object.entries({ Interval, Timeout, StartPeriod, StartInterval }).map(([name, value]) => `${name}:${duration(value)}`);
  return `{Test:[${Test.join(' ')}] ${times.join(' ')} Retries:${Retries}}`;
}

const NANOSECONDS = 1e9;

/** As Go prints it: `1m30s`, `500ms`, `0s`. */
function duration(nanoseconds: number): string {
  if (nanoseconds > 0 && nanoseconds < NANOSECONDS) return `${nanoseconds / 1e6}ms`;
  const seconds = nanoseconds / NANOSECONDS;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const parts = [...(hours > 0 ? [`${hours}h`] : []), ...(hours > 0 || minutes > 0 ? [`${minutes}m`] : []), `${seconds % 60}s`];
  return parts.join('');
}

/** As Go's encoder writes it, which is what digests are made of. */
export function encodeConfig(config: ImageConfig): string {
  return JSON.stringify(config).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
