import fc from 'fast-check';
import type { Config } from '../src/config';
import { context } from '../src/config-clusters';
import { cronJob, nodeService, webApp, worker } from '../src/config-kinds';
import { secret } from '../src/config-workload';

/** Mostly what a config may hold, now and then what it may not, so that both outcomes are common. */

const seldom = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<unknown>): fc.Arbitrary<T> => fc.oneof({ weight: 60, arbitrary: usual }, { weight: 1, arbitrary: odd as fc.Arbitrary<T> });

// YAML takes some names for something else, and every object has some.
const label = fc.oneof({ weight: 4, arbitrary: fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/) }, { weight: 1, arbitrary: fc.constantFrom('y', 'n', 'on', 'no', 'null', 'true', 'e1', 'nan', 'constructor', 'prototype') });
const name = seldom(label, fc.oneof(fc.string(), fc.constantFrom('postgres', 'test', '1st', 'x'.repeat(70), '../up')));
const text = seldom(fc.string({ maxLength: 40 }).filter((value) => !/[{}$`]|[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value)), fc.string({ unit: 'binary' }));
const port = seldom(fc.integer({ min: 1024, max: 65535 }), fc.constantFrom(0, 80, 70000, 3.5, '3000'));
const replicas = seldom(fc.integer({ min: 1, max: 100 }), fc.constantFrom(-1, 0, 101));
const memory = seldom(fc.stringMatching(/^[1-9][0-9]{0,3}(Mi|Gi|M|Ti)$/), fc.constantFrom('1 GB', '', '-1Mi'));
const cpu = fc.constantFrom('1m', '9999m', 'one', '1.2345');
const path = seldom(fc.stringMatching(/^\/[a-z]{1,8}(\/[a-z0-9._-]{1,8})?$/), fc.constantFrom('/../x', 'x', '/a b', '/{{ x }}'));
const schedule = seldom(fc.constantFrom('@daily', '*/5 * * * *', '0 3 1-7 jan,jun MON-fri/2'), fc.string());
const envName = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,6}$/).map((word) => `VAR_${word}_X`);
const small = seldom(fc.integer({ min: 1, max: 99 }).map((size) => `${size}Mi`), memory);
const requests = fc.record({ cpu: fc.integer({ min: 1, max: 99 }).map((milli) => `${milli}m`), memory: small }, { requiredKeys: [] });
const limits = fc.record({ cpu: seldom(fc.constantFrom('1', '0.5', '2.125', '300m'), cpu), memory: seldom(fc.integer({ min: 1, max: 9 }).map((size) => `${size}Gi`), memory), 'ephemeral-storage': memory }, { requiredKeys: [] });
const resources = fc.record({ requests, limits }, { requiredKeys: [] });

const image = (of: string): fc.Arbitrary<string> => seldom(fc.constantFrom(`${of}-image:v1`, `registry:5000/team/${of}:1.2.3`), fc.constantFrom('x', 'x:latest', 'X:v1'));

const pod = (of: string) => ({ image: image(`x-${of.length}`), env: fc.dictionary(envName, fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: fc.constant(null) }), { maxKeys: 3 }).map((env) => ({ ...env, VAR_SHARED: 'x' })), resources, publicEgress: fc.boolean() });
const node = { database: fc.boolean(), secrets: fc.uniqueArray(envName, { maxLength: 2 }).map((names) => names.map((one, index) => secret(one, { required: index === 0 }))) };
const optional = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }, required: (keyof T)[]) => fc.record(fields, { requiredKeys: required });

const service = optional({ ...pod('a'), ...node, port, replicas, metricsPort: port, readinessPath: path, drainSeconds: fc.integer({ min: 0, max: 300 }) }, ['image', 'port']).map((options) => nodeService(options as never));
const job = optional({ ...pod('ab'), ...node, schedule, timeZone: fc.constantFrom('UTC', 'Europe/Berlin'), retries: fc.integer({ min: 0, max: 20 }) }, ['image', 'schedule']).map((options) => cronJob(options as never));
const background = optional({ ...pod('abc'), ...node, replicas, metricsPort: port, heartbeatSeconds: fc.integer({ min: 5, max: 3600 }) }, ['image']).map((options) => worker(options as never));
const page = (target: string) => optional({ ...pod('abcd'), port, replicas, maxBodySize: seldom(fc.constantFrom('1k', '2Mi'), fc.constant('2 MB')), proxy: fc.dictionary(path, seldom(fc.constant(target), fc.constant('nobody')), { maxKeys: 2 }) }, ['image', 'port']).map((options) => webApp(options as never));

interface Names {
  readonly service: string;
  readonly job: string;
  readonly worker: string;
  readonly page: string;
}

const names = fc.tuple(name, name, name, name).filter((four) => new Set(four).size === 4).map(([of, by, and, to]): Names => ({ service: of, job: by, worker: and, page: to }));

function workloads(by: Names): fc.Arbitrary<Config['workloads']> {
  return fc.record({ [by.page]: page(by.service), [by.service]: service, [by.job]: job, [by.worker]: background }, { requiredKeys: [by.page, by.service] }) as fc.Arbitrary<Config['workloads']>;
}

function environments({ service: of }: Names): fc.Arbitrary<Config['environments']> {
  const production = fc.record(
    {
      cluster: fc.constant(context('prod')),
      registry: fc.constant('registry.example/team'),
      ingress: fc.record({ host: seldom(fc.constant('shop.example.com'), fc.constant('a b')), tlsSecret: label, annotations: fc.dictionary(seldom(fc.constantFrom('a', 'example.com/b.c_d'), fc.constant('a b')), text, { maxKeys: 2 }), trustedProxies: fc.array(seldom(fc.constantFrom('10.0.0.0/8', 'fd00::/8'), fc.constant('10.0.0.0')), { maxLength: 2 }) }),
      workloads: fc.record({ [of]: fc.record({ replicas, resources, env: seldom(fc.record({ VAR_SHARED: text }), fc.constant({ VAR_UNKNOWN: 'x' })) }, { requiredKeys: [] }) }),
      pullSecret: label,
    },
    { requiredKeys: ['cluster'] },
  );
  return fc.record({ local: fc.constant({}), production }, { requiredKeys: ['local'] }) as fc.Arbitrary<Config['environments']>;
}

const database: fc.Arbitrary<Config['database']> = fc.oneof(fc.record({ provision: fc.constant('in-cluster' as const), storage: memory }), fc.constant({ provision: 'external' as const }));

/** A whole config with every kind of workload in it. */
export const randomConfig: fc.Arbitrary<Config> = names.chain((by) =>
  fc.record({ app: name, description: text, version: fc.constantFrom('0.1.0', '1.2.3-rc.1'), workloads: workloads(by), database, environments: environments(by), imageBuilds: fc.constantFrom('sequential', 'parallel') }),
);
