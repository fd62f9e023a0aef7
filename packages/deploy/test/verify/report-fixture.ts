import type { Report } from '../../src/verify/report';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const pod = (name: string, component: string, letter: string, ready = true): Report['pods'][number] => ({
  name, component, ready, phase: ready ? 'Running' : 'Pending', restarts: 0, node: 'node-1', startedAt: '2026-11-24T10:00:00.000Z',
  containers: [{ name: component, image: `todo-${component}:abc`, imageId: digest(letter) }],
});
const check = (name: string, more: Partial<Report['checks'][number]> = {}): Report['checks'][number] => ({
  name, group: 'release', status: 'passed', startedAt: '2026-11-24T10:00:20.000Z', durationMs: 412, note: '', evidence: [], ...more,
});
const phase = (name: string, from: string, to: string, critical: boolean, cached = false): Report['phases'][number] => ({
  name, startedAt: `2026-11-24T10:00:${from}.000Z`, endedAt: `2026-11-24T10:00:${to}.000Z`, critical, cached,
});

/** A report with one of everything. */
export const report: Report = {
  version: 1,
  app: 'todo-chatbot',
  verdict: 'failed',
  startedAt: '2026-11-24T10:00:20.000Z',
  durationMs: 72_400,
  url: 'http://localhost:8080',
  environment: {
    name: 'local', cluster: 'embedded cluster', context: 'fairlead', namespace: 'todo-chatbot', release: 'todo-chatbot',
    chart: 'todo-chatbot 0.1.0', enforcesNetworkPolicy: false,
  },
  remarks: ['The network policies are installed, but embedded cluster does not enforce them.'],
  checks: [
    check('every pod is ready', { note: 'backend 2/2, frontend 2/2, postgres 1/1' }),
    check('the page loads', { screenshot: 'page.png' }),
    check('the chat creates a todo', { group: 'app', status: 'failed', note: 'POST /api/chat answered 503', evidence: ['POST /api/chat -> 503 (12 ms): <b>no</b>', 'a second line'] }),
    check('another visitor sees none of it', { group: 'app', status: 'skipped', note: 'needs: the chat creates a todo', durationMs: 0 }),
  ],
  images: [
    { component: 'backend', reference: 'todo-backend:abc', configDigest: digest('a'), standIn: 'fairlead.local/node:24' },
    { component: 'postgres', reference: 'docker.io/library/postgres:15' },
  ],
  pods: [pod('todo-chatbot-backend-7c6666f797-lqsdp', 'backend', 'a'), pod('todo-chatbot-postgres-0', 'postgres', 'b', false)],
  phases: [
    phase('image-store', '00', '04', true),
    phase('helm-package', '00', '01', false),
    phase('build-image backend', '04', '05', true, true),
    phase('deploy', '05', '19', true),
    phase('verify', '20', '59', true),
  ],
};
