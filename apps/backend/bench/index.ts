import type { BenchCase } from './figures';
import { measureLive } from './live';
import { measureProcess } from './process';
import { measureRequests } from './requests';

/** What the backend costs, over a real PostgreSQL on loopback. */
export const benchCases: readonly BenchCase[] = [
  { name: 'backend-requests', title: 'Backend: list and create, against a bare server', run: measureRequests },
  { name: 'backend-process', title: 'Backend: start, memory, size', run: measureProcess },
  { name: 'backend-live', title: 'Backend: 200 live connections on two replicas', run: measureLive },
];
