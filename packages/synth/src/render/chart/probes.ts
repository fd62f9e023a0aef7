import type { HttpProbe, Probes, Workload } from '../../model/model';
import type { HelmMap } from './helm-yaml';

/** Probes of a container. What runs by the clock has none: its end says how it went. */
export function renderProbes(workload: Workload): HelmMap {
  if (workload.runs === 'server') return httpProbes(workload.probes);
  return workload.runs === 'background' && workload.heartbeatSeconds > 0 ? heartbeatProbes(workload.heartbeatSeconds) : {};
}

/** Where one path answers for both, an open port is enough to be left alive: what is slow is taken out, not killed. */
function httpProbes({ startup, liveness, readiness }: Probes): HelmMap {
  const http = ({ path, ...timing }: HttpProbe): HelmMap => ({ httpGet: { path, port: 'http' }, ...timing });
  const open = ({ path: _path, ...timing }: HttpProbe): HelmMap => ({ tcpSocket: { port: 'http' }, ...timing });
  const distinct = liveness.path !== readiness.path;
  return { startupProbe: http(startup), livenessProbe: distinct ? http(liveness) : open(liveness), readinessProbe: http(readiness) };
}

/** A process without a port is asked through a file; each question starts Node, so it is asked seldom. */
function heartbeatProbes(seconds: number): HelmMap {
  const exec = { command: ['/nodejs/bin/node', '-e', `process.exit(Date.now() - fs.statSync('/tmp/heartbeat').mtimeMs < ${seconds * 1000} ? 0 : 1)`] };
  return {
    startupProbe: { exec, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: Math.ceil((60 + seconds) / 2) },
    livenessProbe: { exec, periodSeconds: Math.max(10, seconds), timeoutSeconds: 5, failureThreshold: 3 },
  };
}
