import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65535);

const environmentSchema = z.object({
  PORT: port.default(3000),
  /** Prometheus metrics, apart from what the public reaches. */
  METRICS_PORT: port.default(9464),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\/./, 'expected a postgres:// URL'),
  /** Without it, the offline assistant answers. */
  GEMINI_API_KEY: z.string().default(''),
  GEMINI_MODEL: z.string().default('gemini-3.8-flash'),
  GOOGLE_GEMINI_BASE_URL: z.url().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Proxies in front of the server, whose X-Forwarded-For is believed. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(1),
});

export type Settings = z.output<typeof environmentSchema>;

/** Reads the environment. @throws Error that names every variable that is wrong, never its value. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = environmentSchema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(`the environment has ${faults.length} faults:\n${faults.join('\n')}`);
}
