import type { AddressInfo } from 'node:net';
import { afterAll } from '@jest/globals';
import type { Assistant } from '../../../../backend/src/assistant/assistant';
import { offlineAssistant } from '../../../../backend/src/assistant/offline/offline-assistant';
import { startApp, type TestApp } from '../../../../backend/test/support/app';

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

/** The real backend over a real Postgres engine, one for each test file: visitors are apart by their sessions. */
export function startBackend(): Promise<Backend> {
  started ??= start();
  return started;
}

async function start(): Promise<Backend> {
  let script: Script | undefined;
  const assistant: Assistant = { ...offlineAssistant, answer: (turn) => (script ?? offlineAssistant.answer)(turn) };
  app = await startApp({ assistant });
  await app.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.app.server.address() as AddressInfo;
  return {
    port,
    follow: (next) => {
      script = next;
    },
  };
}
