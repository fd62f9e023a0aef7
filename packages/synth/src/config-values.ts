import { z } from 'zod';
import { isSchedule } from './cron';

/** Schemas of single values, each with a message that says what is expected. */

const matching = (pattern: RegExp, expected: string, longest = 253) =>
  z.string(expected).max(longest, { error: `expected at most ${longest} characters`, abort: true }).regex(pattern, expected);

const integer = (least: number, most: number, expected: string) => z.int(expected).min(least, expected).max(most, expected);

/** DNS-1035 label: what Kubernetes accepts as the name of a Service. What is made of it may have to be shorter. */
export const dnsName = matching(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, 'expected a DNS-1035 name: a-z, 0-9 and -, beginning with a letter', 63);

export const envName = matching(/^[A-Z_][A-Z0-9_]*$/, 'expected the name of an environment variable, e.g. LOG_LEVEL');

export const port = integer(1024, 65535, 'expected a port from 1024 to 65535');

export const replicas = integer(1, 100, 'expected 1 to 100 replicas');

export const wholeNumber = (least: number, most: number) => integer(least, most, `expected a whole number from ${least} to ${most}`);

export const seconds = (least: number, most: number) => integer(least, most, `expected whole seconds from ${least} to ${most}`);

const REGISTRY = '[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\\d{1,5})?';
const COMPONENT = '[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*';

const IMAGE = `(?:${REGISTRY}/)?${COMPONENT}(?:/${COMPONENT})*:(?!latest(?:@|$))[A-Za-z0-9_][A-Za-z0-9._-]{0,127}`;

/** `[registry/]path:tag`, lower case, with a tag other than `latest`. @see https://github.com/distribution/reference */
export const imageReference = matching(new RegExp(`^${IMAGE}$`), 'expected an image reference with a tag other than latest, such as todo-backend:v1');

/** An image reference that may name its digest as well. */
export const baseReference = matching(
  new RegExp(`^${IMAGE}(?:@sha256:[0-9a-f]{64})?$`),
  'expected an image reference with a tag other than latest, and maybe a digest, such as node:24-slim@sha256:...',
  350,
);

export const registryPrefix = matching(new RegExp(`^${REGISTRY}(?:/${COMPONENT})*$`), 'expected a registry prefix such as registry.example/team');

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export const cpu = matching(/^(?:[1-9]\d{0,6}m|\d{1,4}(?:\.\d{1,3})?)$/, 'expected a CPU quantity such as 100m or 0.5');
export const memory = matching(/^[1-9]\d{0,14}(?:Ki|Mi|Gi|Ti|k|M|G|T)?$/, 'expected a quantity such as 128Mi');

/** Whole bytes; a body larger than that is no request but an upload, which wants another way. */
export const bodySize = matching(/^[1-9]\d{0,3}(?:Ki|Mi|k|M)$/, 'expected a size such as 512Ki or 2Mi, below 10 GB');

// A template or a shell would give these a meaning; no name or plain text of ours needs them.
const ACTIVE = /\{\{|\}\}|\$\(|\$\{|`|[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** One line without anything that a template or a shell would evaluate. */
export const plainText = z.custom<string>().superRefine((value: unknown, context) => {
  const issue = (message: string): void => context.addIssue({ code: 'custom', message });
  if (typeof value === 'object' && value !== null && 'secret' in value) issue('expected a plain value; list the secret under `secrets`');
  else if (typeof value !== 'string') issue('expected text');
  else if (value.length > 1000) issue('expected at most 1000 characters');
  else if (ACTIVE.test(value) || LONE_SURROGATE.test(value)) issue('expected one line without {{ }}, $( ), ${ } or backticks');
});

/** Relative path inside the workspace, with `/`. Nothing of ours belongs into git's own folder or among dependencies. */
export const workspacePath = matching(
  /^(?!.*(?:^|\/)(?:\.{0,2}|\.git|node_modules)(?:\/|$))[A-Za-z0-9._@/-]+$/i,
  'expected a relative path inside the workspace, without ../, .git or node_modules',
);

export const urlPath = matching(/^(?!.*\/\.{1,2}(?:\/|$))(?!.*\/\/)\/[A-Za-z0-9/_.-]*$/, 'expected a path such as /api');

export const webUrl = matching(/^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[\w.~:/?#[\]@!&()*+,;=%-]*)?$/, 'expected an http(s) URL without credentials, blanks or braces', 1000);

export const hostName = matching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)+$/, 'expected a host name such as todo.example.com');

export const network = z.union([z.cidrv4(), z.cidrv6()], 'expected a network such as 10.8.0.0/14');

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/#syntax-and-character-set */
export const annotationName = matching(/^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/, 'expected the name of an annotation, e.g. nginx.ingress.kubernetes.io/proxy-body-size');

export const contextName = matching(/^[A-Za-z0-9][A-Za-z0-9_.@:/-]*$/, 'expected a name without blanks');

export const semver = matching(/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/, 'expected a version such as 1.2.3', 63);

/** PostgreSQL identifier that needs no quotes. */
export const databaseName = matching(/^[a-z][a-z0-9_]*$/, 'expected a PostgreSQL name of a-z, 0-9 and _', 63);

export const cronSchedule = z.string('expected a schedule').refine(isSchedule, 'expected five fields of cron such as `0 3 * * 1-5`, or @hourly, @daily, @weekly, @monthly, @yearly');

const isTimeZone = (name: string): boolean => {
  if (!/^[A-Z][A-Za-z_]*(?:\/[A-Z][A-Za-z0-9_+-]*)*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};
export const timeZone = z.string('expected a time zone').refine(isTimeZone, 'expected a time zone such as Europe/Berlin');
