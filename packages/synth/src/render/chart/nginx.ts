import type { Model, Server } from '../../model/model';
import { renderManifest, templateText } from './helm-yaml';
import { chartNames, valueOf } from './names';
import { renderText } from './text-template';

/**
 * The policy of every page: nothing from elsewhere, no inline script or style, no frame.
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
  "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
].join('; ');

/** Sent with every answer, once: those that a service sends as well are replaced. */
const SECURITY_HEADERS = [
  { name: 'Content-Security-Policy', value: CONTENT_SECURITY_POLICY },
  { name: 'X-Content-Type-Options', value: 'nosniff' },
  { name: 'X-Frame-Options', value: 'DENY' },
  { name: 'Referrer-Policy', value: 'same-origin' },
  { name: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { name: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { name: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=()' },
];

/** Every error that nginx answers with before or instead of a service; 494, a head that is too large, is a kind of 400. */
const REFUSALS = [
  { status: 400, code: 'bad-request', title: 'Bad request', detail: 'The request could not be read.' },
  { status: 405, code: 'method-not-allowed', title: 'Method not allowed', detail: 'This path does not take that method.' },
  { status: 413, code: 'too-large', title: 'Too large', detail: 'Send less at once.' },
  { status: 414, code: 'address-too-long', title: 'Address too long', detail: 'Send in the body what is long.' },
  { status: 500, code: 'internal', title: 'Internal error', detail: 'It has been logged under the id of the request.' },
  { status: 501, code: 'not-implemented', title: 'Not implemented', detail: 'No path takes requests of this kind.' },
  { status: 502, code: 'unavailable', title: 'Unavailable', detail: 'The service does not answer. Try again in a moment.' },
  { status: 504, code: 'timeout', title: 'No answer in time', detail: 'The service did not answer in time. Try again in a moment.' },
  { status: 505, code: 'http-version', title: 'Unknown version of HTTP', detail: 'Use HTTP/1.1.' },
];

/** Left of the grace period for the last answers, once draining is over and before the process is killed. */
const RESERVE_SECONDS = 5;

/** The web server's configuration. It lives in the chart because the names of the services it proxies to do. */
export function renderWebConfig(workload: Server, model: Model): string {
  const names = chartNames(model);
  return renderManifest({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: names.metadata(workload.name, `${workload.name}-config`),
    data: { 'nginx.conf': templateText(renderText('nginx.hbs', { ...webServer(workload), fullname: names.fullname })) },
  });
}

function webServer(workload: Server): object {
  const { port, proxy, probes, maxBodyBytes, terminationGracePeriodSeconds, drainSeconds } = workload;
  return {
    port,
    maxBodyBytes,
    shutdownSeconds: Math.max(1, terminationGracePeriodSeconds - drainSeconds - RESERVE_SECONDS),
    probePaths: [...new Set(Object.values(probes).map(({ path }) => path))],
    headers: SECURITY_HEADERS,
    refusals: REFUSALS,
    upstreams: [...new Set(proxy.map((rule) => rule.workload))].map((name) => ({ workload: name, name: upstreamName(name), port: valueOf(name, 'service.port') })),
    proxies: proxy.map((rule) => ({ path: `${rule.path.replace(/\/$/, '')}/`, upstream: upstreamName(rule.workload) })),
  };
}

const upstreamName = (workload: string): string => `workload_${workload.replaceAll('-', '_')}`;
