import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPlan, parsePlan } from '../src';

describe('loadPlan', () => {
  it('names every fault and the way out when a plan is of another version', () => {
    const load = (): unknown => parsePlan({ version: 2, app: 7 }, 'charts/x/plan.json');
    expect(load).toThrow(/charts\/x\/plan\.json is not a plan of this version of Fairlead; run `npx projen`/);
    expect(load).toThrow(/at version/);
    expect(load).toThrow(/at app/);
  });

  it('refuses a file that is no JSON', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'plan-')), 'plan.json');
    writeFileSync(path, '{');
    expect(() => loadPlan(path)).toThrow(SyntaxError);
  });
});
