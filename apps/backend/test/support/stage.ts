import { startApp, type TestApp, type TestOptions, type Visitor } from './app';
import { openEngine, type Engine } from './engines';

/** What the tests of a suite share, and the somebody new that each of them gets. */
export interface Stage {
  readonly app: TestApp;
  readonly visitor: Visitor;
}

type Opened = TestOptions & { close(): Promise<void> };

/** Starts the app before the tests of the suite at hand, over what `open` gives, and ends both after them. */
export function useApp(open: () => Promise<Opened>): Stage {
  let opened: Opened;
  let app: TestApp;
  let visitor: Visitor;
  beforeAll(async () => {
    opened = await open();
    app = await startApp(opened);
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await opened.close();
  });
  beforeEach(() => {
    visitor = app.visitor();
  });
  return {
    get app() {
      return app;
    },
    get visitor() {
      return visitor;
    },
  };
}

/** An engine to open the app over. */
export const over =
  (engine: Engine, options: TestOptions = {}) =>
  async (): Promise<Opened> => ({ ...options, ...(await openEngine(engine)) });
