import { createBreaker } from '../../../src/assistant/gemini/breaker';

describe('the breaker', () => {
  it('lets one try after half a minute; when that fails, it waits again', () => {
    let now = 0;
    const breaker = createBreaker(() => now);
    for (let n = 0; n < 5; n++) breaker.failed();
    expect(() => breaker.mustBeClosed()).toThrow(/half a minute/);
    now = 30_000;
    breaker.mustBeClosed();
    breaker.failed();
    expect(() => breaker.mustBeClosed()).toThrow();
    now = 60_000;
    breaker.mustBeClosed();
    breaker.succeeded();
    breaker.failed();
    breaker.mustBeClosed();
  });
});
