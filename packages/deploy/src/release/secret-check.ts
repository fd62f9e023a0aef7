import { isIP } from 'node:net';
import type { Plan, SecretPlan } from '@fairlead/plan';
import { FairleadError } from '@fairlead/runtime';
import type { SecretSource } from './secret-source';

// A Secret holds 1 MiB in all; a single value this long is a file that was pasted by mistake.
const LONGEST = 64 * 1024;

/** Every fault of the given secrets at once; never a value. */
export function checkSecrets(plan: Plan, source: SecretSource): readonly FairleadError[] {
  return plan.secrets.filter(({ source: from }) => from === 'user').flatMap((secret) => check(secret, source));
}

function check(secret: SecretPlan, source: SecretSource): FairleadError[] {
  const value = source.values.get(secret.name);
  if (value === undefined) return secret.required ? [missing(secret.name, source.file)] : [];
  if (value.includes('\0')) return [invalid(secret.name, 'holds a NUL byte, which no environment variable can')];
  if (value.length > LONGEST) return [invalid(secret.name, `is ${value.length} characters long; at most ${LONGEST} are accepted`)];
  return secret.format === 'postgres-url' ? checkPostgresUrl(secret.name, value) : [];
}

function checkPostgresUrl(name: string, value: string): FairleadError[] {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url) return [invalid(name, 'is not a URL', 'postgres://user:password@host:5432/database (encode special characters, e.g. @ as %40)')];
  if (!/^postgres(ql)?:$/.test(url.protocol)) return [invalid(name, `starts with ${url.protocol}//, but the app speaks to PostgreSQL`, 'postgres://user:password@host:5432/database')];
  if (!url.hostname) return [invalid(name, 'names no host', 'postgres://user:password@host:5432/database')];
  return isLoopback(url.hostname) ? [loopback(name, url.hostname)] : [];
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1' || bare === '0.0.0.0' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

function missing(name: string, file: string): FairleadError {
  return new FairleadError({
    code: 'SECRET_MISSING',
    message: `${name} is not set, and the app cannot run without it`,
    next: [`export ${name}=...`, `or write ${name}=... to ${file} (git ignores it)`],
  });
}

function invalid(name: string, fault: string, form?: string): FairleadError {
  return new FairleadError({
    code: 'SECRET_INVALID',
    message: `${name} ${fault}`,
    next: form ? [`its form is ${form}`] : [],
  });
}

function loopback(name: string, host: string): FairleadError {
  return new FairleadError({
    code: 'SECRET_INVALID',
    message: `${name} points at ${host}: inside the cluster that is the pod itself, where no database runs`,
    next: [
      'on Minikube, your own machine is host.minikube.internal',
      "or let Fairlead run the database: database: postgres({ provision: 'in-cluster' })",
    ],
  });
}
