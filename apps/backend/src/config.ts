import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65535);
const limit = (fallback: number) => z.coerce.number().int().min(0).max(1_000_000_000).default(fallback);

const environmentSchema = z
  .object({
    PORT: port.default(3000),
    /** Prometheus metrics, apart from what the public reaches. */
    METRICS_PORT: port.default(9464),
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\/./, 'expected a postgres:// URL'),
    /** Without it, the offline assistant answers. */
    GEMINI_API_KEY: z.string().optional(),
    GEMINI_MODEL: z
      .string()
      .regex(/^[\w.-]+$/, 'expected the name of a model')
      .default('gemini-3.8-flash'),
    /** Default: Google's. */
    GEMINI_BASE_URL: z.url().optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    /** Proxies in front of the server, whose X-Forwarded-For is believed. */
    TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(1),
    /** Where people reach the app, e.g. `https://todo.example.com`; sign-in comes back there. */
    PUBLIC_ORIGIN: z
      .url()
      .transform((url) => new URL(url).origin)
      .optional(),
    /** Identity provider to sign in with. Default: nobody signs in. */
    OIDC_ISSUER: z.url().refine(isSecure, 'expected https://; plain HTTP is for a provider on this machine').optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    /** Todos that one workspace may hold; 0 for any number. */
    TODOS_PER_WORKSPACE: limit(20_000),
    /** Limits are shared by all replicas; 0 turns one off. Requests a minute from one address. */
    RATE_LIMIT_ADDRESS: limit(12_000),
    /** Requests a minute in one session. */
    RATE_LIMIT_SESSION: limit(3_000),
    /** New sessions an hour from one address. */
    RATE_LIMIT_NEW_SESSIONS: limit(2_000),
    /** Messages to the assistant a minute in one session. */
    RATE_LIMIT_CHAT: limit(30),
    /** Tokens a day that a model may use for one workspace, and for all. */
    ASSISTANT_TOKENS_PER_DAY: limit(500_000),
    ASSISTANT_TOKENS_PER_DAY_ALL: limit(20_000_000),
  })
  .refine(...neededForSignIn('OIDC_CLIENT_ID'))
  .refine(...neededForSignIn('PUBLIC_ORIGIN'));

function isSecure(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}

/** Checked whatever else is wrong, so that one start tells everything. */
function neededForSignIn(name: 'OIDC_CLIENT_ID' | 'PUBLIC_ORIGIN') {
  const check = (settings: { readonly OIDC_ISSUER?: string | undefined; readonly [key: string]: unknown }): boolean =>
    settings.OIDC_ISSUER === undefined || settings[name] !== undefined;
  const options: Parameters<z.ZodObject['refine']>[1] = {
    path: [name],
    message: 'is needed together with OIDC_ISSUER',
    when: () => true,
  };
  return [check, options] as const;
}

export type Settings = z.output<typeof environmentSchema>;

/** Reads the environment; an empty variable counts as absent. @throws Error that names every variable that is wrong, never its value. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environmentSchema.safeParse(given, { reportInput: false });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(
    `the environment has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}:\n${faults.join('\n')}`,
  );
}
