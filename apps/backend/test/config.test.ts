import { readSettings } from '../src/config';

const URL_OF_DATABASE = 'postgres://user:hunter2@db/app';

describe('the settings', () => {
  it('need the database only', () => {
    expect(readSettings({ DATABASE_URL: URL_OF_DATABASE })).toMatchObject({
      PORT: 3000,
      METRICS_PORT: 9464,
      TRUST_PROXY: 1,
      LOG_LEVEL: 'info',
    });
  });

  it('take an empty variable for none, as deployments write it', () => {
    const settings = readSettings({ DATABASE_URL: URL_OF_DATABASE, GEMINI_API_KEY: '', GEMINI_BASE_URL: '', PORT: '' });
    expect([settings.GEMINI_API_KEY, settings.GEMINI_BASE_URL, settings.PORT]).toEqual([undefined, undefined, 3000]);
  });

  it('name every fault at once, and never a value', () => {
    const read = () =>
      readSettings({
        DATABASE_URL: 'mysql://user:hunter2@db',
        PORT: '70000',
        LOG_LEVEL: 'hunter2',
        TRUST_PROXY: '-1',
        OIDC_ISSUER: 'http://id.example',
      });
    expect(read).toThrow(/the environment has 7 faults/);
    for (const name of [
      'DATABASE_URL',
      'PORT',
      'LOG_LEVEL',
      'TRUST_PROXY',
      'OIDC_ISSUER',
      'OIDC_CLIENT_ID',
      'PUBLIC_ORIGIN',
    ]) {
      expect(read).toThrow(name);
    }
    expect(read).not.toThrow(/hunter2/);
  });

  it.each([
    ['https://id.example', true],
    ['http://127.0.0.1:9000', true],
    ['http://localhost:9000', true],
    ['http://id.example', false],
    ['http://127.0.0.1.evil.example', false],
  ])('A13: take a provider at %s: %s', (OIDC_ISSUER, isTaken) => {
    const more = { OIDC_ISSUER, OIDC_CLIENT_ID: 'app', PUBLIC_ORIGIN: 'https://todo.example/x' };
    const read = () => readSettings({ DATABASE_URL: URL_OF_DATABASE, ...more });
    if (isTaken) expect(read().PUBLIC_ORIGIN).toBe('https://todo.example');
    else expect(read).toThrow(/OIDC_ISSUER: expected https/);
  });
});
