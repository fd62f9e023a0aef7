import type { AddressInfo } from 'node:net';
import { afterAll } from '@jest/globals';
import type { Assistant } from '../../../apps/backend/src/assistant/assistant';
import { offlineAssistant } from '../../../apps/backend/src/assistant/offline/offline-assistant';
import { startApp, type TestApp, type TestOptions } from '../../../apps/backend/test/support/app';

/** What the assistant does instead of what it would do: a model's ways, at a time that the test chooses. */
export type Script = Assistant['answer'];

export interface Backend {
  readonly port: number;
  /** Has the assistant of every visitor follow a script until the next one is given; undefined: its own rules. */
  follow(script: Script | undefined): void;
}

let started: Promise<Backend> | undefined;
let app: TestApp | undefined;

afterAll(async () => {
  await started;
  await app?.stop();
});

/**
 * The real backend over a real Postgres engine, one for each test file: visitors are apart by their sessions.
 * `own` is the assistant for as long as there is no script; whoever starts the backend first chooses it, and the settings.
 */
export function startBackend(own: Assistant = offlineAssistant, settings: TestOptions['settings'] = {}): Promise<Backend> {
  started ??= start(own, settings);
  return started;
}

async function start(own: Assistant, settings: NonNullable<TestOptions['settings']>): Promise<Backend> {
  let script: Script | undefined;
  const assistant: Assistant = { kind: own.kind, name: own.name, answer: (turn) => (script === undefined ? own.answer(turn) : script(turn)) };
  app = await startApp({ assistant, settings });
  await app.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.app.server.address() as AddressInfo;
  return {
    port,
    follow: (next) => {
      script = next;
    },
  };
}
