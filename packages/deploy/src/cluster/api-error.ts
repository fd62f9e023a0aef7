import { FairleadError } from '@fairlead/runtime';
import { CALL_DEADLINE_MS, tryApiStatus } from './kube-client';
import { missingRightAdvice, tryMissingRight } from './missing-right';

/** Where a call went, for its error. */
export interface ApiPlace {
  /** URL of the API server. */
  readonly server: string;
  readonly context: string;
}

/** A call that the API server refused or did not answer. */
export class ApiError extends FairleadError {
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;

  constructor(call: string, cause: unknown, place: ApiPlace = { server: 'of the cluster', context: '' }) {
    const reason = reasonOf(cause);
    const status = tryApiStatus(cause) ?? (UNKNOWN_KIND.test(reason) ? 404 : undefined);
    super({
      code: status === undefined ? 'CLUSTER_UNREACHABLE' : status === 403 ? 'CLUSTER_FORBIDDEN' : 'CLUSTER_REFUSED',
      message: status === undefined ? `the API server ${place.server} does not answer: ${reason}` : `the cluster refused to ${call}: ${reason}`,
      next: adviceFor(status, reason, place),
      cause,
    });
    this.name = 'ApiError';
    this.status = status;
  }
}

/** What the library says of a kind that the server does not list, which is an answer of the server as well. */
const UNKNOWN_KIND = /^Unrecognized API version and kind/;
const DOCTOR = 'the target `doctor` says what stands in the way';

function adviceFor(status: number | undefined, reason: string, { context }: ApiPlace): readonly string[] {
  if (status === undefined) return [DOCTOR];
  if (status === 401) return unauthorizedAdvice(context);
  if (status === 403) return forbiddenAdvice(reason, context);
  if (status === 404) return ['it was removed at this moment, or this cluster is too old to have it: run this again, and see `kubectl version`'];
  if (status === 409) return ['somebody else changed it at the same moment: run this again'];
  if (status === 429 || status >= 500) return ['the cluster is overloaded or in trouble: run this again in a moment', DOCTOR];
  return ['the last part of the message is the rule of the cluster that stands in the way: change the config to fit it, or ask who runs the cluster'];
}

/** For credentials that the cluster does not know, or no longer. */
export function unauthorizedAdvice(context: string): readonly string[] {
  return [
    'log in again the way your cluster provides: the credentials in the kubeconfig are wrong, or have expired',
    `kubectl auth whoami${inContext(context)}   # answers once they are good`,
  ];
}

/** For a refusal: a right that is missing, or else a quota or a policy. */
export function forbiddenAdvice(reason: string, context: string): readonly string[] {
  if (reason.includes('being terminated')) return ['wait until the namespace is gone, then run this again'];
  const right = tryMissingRight(reason);
  return right ? missingRightAdvice(right, context) : ['no right is missing: the message names the quota or the policy of the cluster that forbids it'];
}

function inContext(context: string): string {
  return context === '' ? '' : ` --context ${context}`;
}

/** The API server's own sentence where there is one, else that of the connection. */
function reasonOf(cause: unknown): string {
  const body = typeof cause === 'object' && cause !== null && 'body' in cause ? cause.body : undefined;
  const parsed = typeof body === 'string' ? tryJson(body) : body;
  if (typeof parsed === 'object' && parsed !== null && 'message' in parsed) return String(parsed.message);
  if (cause instanceof Error && cause.name === 'AbortError') return `no answer within ${CALL_DEADLINE_MS / 1000} s`;
  // The library asks for the kinds of objects first, which is not what the caller asked for.
  return (cause instanceof Error ? cause.message : String(cause)).replace(/^Failed to fetch resource metadata for [^:]*: /, '');
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
