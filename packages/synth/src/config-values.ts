import { z } from 'zod';

/** Schemas of single values, each with a message that says what is expected. */

/** DNS-1035 label: what Kubernetes accepts as the name of a Service. */
export const dnsName = z
  .string('expected a name')
  .regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, 'expected a DNS-1035 name: a-z, 0-9 and -, beginning with a letter')
  .max(53, 'expected at most 53 characters');

export const envName = z.string('expected the name of an environment variable').regex(/^[A-Z_][A-Z0-9_]*$/, 'expected the name of an environment variable, e.g. LOG_LEVEL');

export const port = z.int('expected a port from 1024 to 65535').min(1024, 'expected a port from 1024 to 65535').max(65535, 'expected a port from 1024 to 65535');

export const replicas = z.int('expected 1 to 100 replicas').min(1, 'expected 1 to 100 replicas').max(100, 'expected 1 to 100 replicas');

/** `[registry/]path:tag`, lower case, with a tag other than `latest`. */
export const imageReference = z
  .string('expected an image reference such as todo-backend:v1')
  .regex(
    /^(?:[a-z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*:(?!latest$)[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/,
    'expected an image reference with a tag other than latest, such as todo-backend:v1',
  );

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export const cpu = z.string('expected a CPU quantity such as 100m').regex(/^(?:\d+m|\d+(?:\.\d{1,3})?)$/, 'expected a CPU quantity such as 100m or 0.5');
export const memory = z.string('expected a quantity such as 128Mi').regex(/^[1-9]\d*(?:Ki|Mi|Gi|Ti|k|M|G|T)?$/, 'expected a quantity such as 128Mi');

// A template or a shell would give these a meaning; no name or plain text of ours needs them.
const ACTIVE = /\{\{|\}\}|\$\(|\$\{|`|[\u0000-\u001f\u007f\u2028\u2029]/;

/** One line without anything that a template or a shell would evaluate. */
export const plainText = z.custom<string>().superRefine((value: unknown, context) => {
  const issue = (message: string): void => context.addIssue({ code: 'custom', message });
  if (typeof value === 'object' && value !== null && 'secret' in value) issue('expected a plain value; list the secret under `secrets`');
  else if (typeof value !== 'string') issue('expected text');
  else if (value.length > 1000) issue('expected at most 1000 characters');
  else if (ACTIVE.test(value)) issue('expected one line without {{ }}, $( ), ${ } or backticks');
});

/** Relative path inside the workspace, with `/`. */
export const workspacePath = z
  .string('expected a path inside the workspace')
  .regex(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[A-Za-z0-9._@/-]+$/, 'expected a relative path inside the workspace, without ../');

export const urlPath = z.string('expected a path such as /api').regex(/^\/[A-Za-z0-9/_.-]*$/, 'expected a path such as /api');

export const hostName = z.string('expected a host name').regex(/^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/, 'expected a host name such as todo.example.com');

export const contextName = z.string('expected a name').regex(/^[A-Za-z0-9][A-Za-z0-9_.@:/-]{0,252}$/, 'expected a name without blanks');

export const npmVersion = z.string('expected a version').regex(/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/, 'expected a version such as 1.2.3');
