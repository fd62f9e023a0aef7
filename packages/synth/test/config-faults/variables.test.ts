import { context } from '../../src/config-clusters';
import type { Config } from '../../src/config';
import { secret } from '../../src/config-workload';
import { faultsOf, withApi } from '../faults';

describe('the variables of an environment', () => {
  const inProduction = (env: unknown, workload = 'api') =>
    faultsOf({ ...(withApi({ env: { LOG_LEVEL: 'info', PUBLIC_ORIGIN: null } }) as object), environments: { local: {}, production: { cluster: context('prod'), workloads: { [workload]: { env } } } } });

  it('are those that the workload declares, with a value or without one', () => {
    expect(inProduction({ LOG_LEVEL: 'warn', PUBLIC_ORIGIN: 'https://shop.example.com' })).toEqual({});
  });

  it('are all reported with their paths, and with what could be meant', () => {
    const declared = 'expected a variable of workloads.api.env: LOG_LEVEL, PUBLIC_ORIGIN (declare it there, as null if only environments give it a value)';
    expect(inProduction({ LOGLEVEL: 'x', LOG_LEVEL: '{{ x }}', PUBLIC_ORIGIN: null, PAYMENT_KEY: 'x', PORT: '1', toString: 'x' })).toEqual({
      'environments.production.workloads.api.env.LOGLEVEL': `${declared}, found "LOGLEVEL"`,
      'environments.production.workloads.api.env.LOG_LEVEL': 'expected one line without {{ }}, $( ), ${ } or backticks, found "{{ x }}"',
      'environments.production.workloads.api.env.PUBLIC_ORIGIN': 'expected text, found null',
      'environments.production.workloads.api.env.PAYMENT_KEY': expect.stringMatching(/^expected no credential/) as string,
      'environments.production.workloads.api.env.PORT': `${declared}, found "PORT"`,
      'environments.production.workloads.api.env.toString': `${declared}, found "toString"`,
    });
    expect(inProduction({ LOG_LEVEL: 'warn' }, 'apo')).toEqual({ 'environments.production.workloads.apo': 'expected a workload: api, page, found "apo"' });
  });

  it('are never secrets, and a credential among them is not repeated', () => {
    expect(inProduction({ LOG_LEVEL: secret('LOG_LEVEL') })).toEqual({ 'environments.production.workloads.api.env.LOG_LEVEL': 'expected a plain value; list the secret under `secrets`, found a secret' });
    const faults = inProduction({ PUBLIC_ORIGIN: 'https://me:hunter2@example.com' });
    expect(faults).toEqual({ 'environments.production.workloads.api.env.PUBLIC_ORIGIN': expect.stringMatching(/^expected no credential/) as string });
    expect(JSON.stringify(faults)).not.toContain('hunter2');
    const { workloads, ...rest } = withApi({ secrets: [secret('HANDLE')] }) as Config;
    expect(faultsOf({ ...rest, workloads, environments: { local: { workloads: { api: { env: { HANDLE: 'x' } } } } } })).toEqual({
      'environments.local.workloads.api.env.HANDLE': 'expected no secret; its value is given to `deploy`, found "HANDLE"',
    });
  });
});
