import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the server counts, for Prometheus. Labels hold no user input. */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time until an answer was sent',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    liveStreams: new Gauge({ name: 'live_streams', help: 'Open streams of live updates', registers }),
    turns: new Counter({
      name: 'assistant_turns_total',
      help: 'Answers of the assistant',
      labelNames: ['assistant', 'outcome'],
      registers,
    }),
    tokens: new Counter({ name: 'assistant_tokens_total', help: 'Tokens a model used', registers }),
    refusals: new Counter({
      name: 'rate_limited_total',
      help: 'Requests refused by a limit',
      labelNames: ['limit'],
      registers,
    }),
    upkeep: new Counter({
      name: 'upkeep_rows_total',
      help: 'Rows deleted because they are over',
      labelNames: ['table'],
      registers,
    }),
  };
}
