import { postgres, type Config } from '../src/config';
import { cronJob, nodeService, webApp, worker } from '../src/config-kinds';
import { secret } from '../src/config-workload';
import { context } from '../src/config-clusters';

/**
 * What does not compile. The type check of this package is the test: it fails when one of these lines is no longer an
 * error. Jest only sees that the factories add nothing to what they are given.
 */
describe('the types of a config', () => {
  const image = 'x:v1';

  it('keep secrets out of plain places', () => {
    // @ts-expect-error a secret is no value of a plain variable
    nodeService({ image, port: 3000, env: { A: secret('A') } });
    // @ts-expect-error nor of one in an environment
    const environments: Config['environments'] = { local: { workloads: { api: { env: { A: secret('A') } } } } };
    // @ts-expect-error a secret is no text
    const described: Partial<Config> = { description: secret('A') };
    // @ts-expect-error a secret is no registry
    const registry: Config['environments'] = { local: { registry: secret('A') } };
    // @ts-expect-error a secret is no image
    webApp({ image: secret('A'), port: 8080 });
    // @ts-expect-error what everybody may read goes to the browser, too: a web app has no secrets
    webApp({ image, port: 8080, secrets: [secret('A')] });
    expect([described, registry, environments]).toHaveLength(3);
  });

  it('keep plain values out of the list of secrets', () => {
    // @ts-expect-error the value of a secret is given to deploy, never to the config
    nodeService({ image, port: 3000, secrets: ['hunter2'] });
    // @ts-expect-error nor beside its name
    nodeService({ image, port: 3000, secrets: [{ secret: 'A', value: 'hunter2' }] });
    expect(secret('A', { required: false })).toEqual({ secret: 'A', required: false });
  });

  it('know every field, and what is needed', () => {
    // @ts-expect-error a misspelt field
    nodeService({ image, port: 3000, replica: 2 });
    // @ts-expect-error a port is missing
    nodeService({ image });
    // @ts-expect-error nobody connects to a worker
    worker({ image, port: 3000 });
    // @ts-expect-error a cron job without a schedule never runs
    cronJob({ image });
    // @ts-expect-error no such way to get a database
    postgres({ provision: 'somewhere' });
    // @ts-expect-error a context is named
    context();
    expect(webApp({ image, port: 8080 })).toEqual({ kind: 'web-app', image, port: 8080 });
  });
});
