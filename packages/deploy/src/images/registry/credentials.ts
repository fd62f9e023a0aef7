import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run, type Runner } from '@fairlead/runtime';
import { z } from 'zod';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

const configSchema = z.looseObject({
  auths: z.record(z.string(), z.looseObject({ auth: z.string().optional() })).optional(),
  credsStore: z.string().optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
});

type DockerConfig = z.infer<typeof configSchema>;

const helperSchema = z.object({ Username: z.string(), Secret: z.string() });

export interface CredentialOptions {
  readonly runner?: Runner;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * What `docker login` keeps for a registry, in its file or by a helper program; undefined when there is nothing.
 * @see https://docs.docker.com/reference/cli/docker/login/#credential-stores
 */
export async function tryCredentials(registry: string, { runner = run, env = process.env }: CredentialOptions = {}): Promise<Credentials | undefined> {
  const config = readConfig(join(env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'), 'config.json'));
  for (const name of namesOf(registry)) {
    const found = config && (await tryNamed(config, name, runner));
    if (found) return found;
  }
  return undefined;
}

/** Docker Hub goes by the address of its first API. */
function namesOf(registry: string): readonly string[] {
  return registry === 'docker.io' ? ['https://index.docker.io/v1/', registry] : [registry, `https://${registry}`, `http://${registry}`];
}

async function tryNamed({ credHelpers, credsStore, auths }: DockerConfig, name: string, runner: Runner): Promise<Credentials | undefined> {
  const helper = credHelpers?.[name] ?? credsStore;
  const kept = helper === undefined ? undefined : await tryHelper(helper, name, runner);
  return kept ?? decode(auths?.[name]?.auth);
}

function readConfig(path: string): DockerConfig | undefined {
  try {
    return configSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

async function tryHelper(helper: string, name: string, runner: Runner): Promise<Credentials | undefined> {
  try {
    const { stdout } = await runner(`docker-credential-${helper}`, ['get'], { input: name, timeoutMs: 10_000, killAfterMs: 1_000 });
    const { Username: user, Secret: password } = helperSchema.parse(JSON.parse(stdout));
    return { user, password };
  } catch {
    // It knows nothing of this registry, or is not installed; the registry will say so.
    return undefined;
  }
}

function decode(auth: string | undefined): Credentials | undefined {
  if (!auth) return undefined;
  const [user = '', ...rest] = Buffer.from(auth, 'base64').toString('utf8').split(':');
  return user ? { user, password: rest.join(':') } : undefined;
}
