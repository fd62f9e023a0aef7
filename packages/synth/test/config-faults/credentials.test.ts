import { secret } from '../../src/config-workload';
import { exampleConfig } from '../example';
import { faultsOf, withApi } from '../faults';

describe('secrets', () => {
  it('are refused where a plain value belongs', () => {
    expect(faultsOf(withApi({ env: { GREETING: secret('GREETING') } }))).toEqual({ 'workloads.api.env.GREETING': 'expected a plain value; list the secret under `secrets`, found a secret' });
    expect(faultsOf(exampleConfig({ description: secret('X') as never }))).toEqual({ description: 'expected a plain value; list the secret under `secrets`, found a secret' });
  });

  it.each([
    ['API_KEY', 'abc'],
    ['VITE_GEMINI_API_KEY', 'abc'],
    ['PGPASSWORD', 'x'],
    ['SENTRY_DSN', 'x'],
    ['DATABASE_URL', 'x'],
    ['UPSTREAM', 'https://user:pass@host'],
    ['CACHE', 'redis://:pass@host'],
    ['GREETING', `AIza${'x'.repeat(35)}`],
  ])('are noticed in env by name or value, and not repeated: %s', (name, value) => {
    const faults = faultsOf(withApi({ env: { [name]: value } }));
    expect(faults).toEqual({ [`workloads.api.env.${name}`]: `expected no credential; write secrets: [secret('${name}')], found what looks like one` });
  });

  it('are noticed where environments would give them', () => {
    expect(faultsOf(withApi({ env: { SMTP_PASSWORD: null } }))).toEqual({ 'workloads.api.env.SMTP_PASSWORD': "expected no credential; write secrets: [secret('SMTP_PASSWORD')], found what looks like one" });
  });

  it.each(['MAX_TOKENS', 'KEYBOARD', 'MONKEY', 'LOG_LEVEL', 'SECRETARY'])('are not seen in %s', (name) => {
    expect(faultsOf(withApi({ env: { [name]: 'x' } }))).toEqual({});
  });

  it('are noticed anywhere else, too, and not repeated', () => {
    const config = exampleConfig({ description: 'see https://me:hunter2@example.com', environments: { local: { registry: 'https://me:hunter2@registry' } } });
    expect(Object.keys(faultsOf(config)).sort()).toEqual(['description', 'environments.local.registry']);
    expect(JSON.stringify(faultsOf(config))).not.toContain('hunter2');
  });

  it('come once, and not from two places', () => {
    expect(faultsOf(withApi({ secrets: [secret('A'), secret('A')], env: { A: 'x' } }))).toEqual({
      'workloads.api.env.A': 'expected it once; `secrets` has it, found "A"',
      'workloads.api.secrets.1': 'expected a variable of its own; workloads.api.secrets.0 has it, found "A"',
    });
    expect(Object.keys(faultsOf(withApi({ secrets: [secret('DATABASE_URL')] })))).toEqual(['workloads.api.secrets']);
    expect(Object.keys(faultsOf(withApi({ database: false, secrets: [secret('DATABASE_URL')] })))).toEqual(['workloads.api.secrets']);
  });
});
