import { cronJob, webApp, worker } from '../../src/config-kinds';
import { exampleConfig, wideConfig } from '../example';
import { faultsOf } from '../faults';

describe('schedules', () => {
  const schedules = (changes: object) => faultsOf(exampleConfig({ workloads: { ...exampleConfig().workloads, night: cronJob({ image: 'night:v1', schedule: '@daily', ...changes }) } }));

  it.each(['0 3 * * 1-5', '*/15 * * * *', '0,30 8-18/2 1 jan-Mar SUN', '? * * * 6', '@hourly', '@weekly', '59 23 31 12 0'])('are accepted: %s', (schedule) => {
    expect(schedules({ schedule })).toEqual({});
  });

  it.each([
    '', '* * * *', '* * * * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *', '* * * * 7', '5-1 * * * *', '*/0 * * * *', '*/-1 * * * *', '1-2-3 * * * *', '1//2 * * * *',
    '@every 1h', '@reboot', 'TZ=UTC * * * * *', '* * * foo *', ' * * * * *', '*  * * * *', '* * * * *\n', '1, * * * *',
  ])('are refused: %j', (schedule) => {
    expect(Object.keys(schedules({ schedule }))).toEqual(['workloads.night.schedule']);
  });

  it.each([['Europe/Berlin', []], ['UTC', []], ['Etc/GMT+5', []], ['Local', ['workloads.night.timeZone']], ['europe/berlin', ['workloads.night.timeZone']], ['Europe/Nowhere', ['workloads.night.timeZone']], ['../etc', ['workloads.night.timeZone']]])(
    'are meant in a time zone that exists: %s',
    (timeZone, faults) => {
      expect(Object.keys(schedules({ timeZone }))).toEqual(faults);
    },
  );
});

describe('kinds', () => {
  it('of every sort are accepted together', () => {
    expect(faultsOf(wideConfig())).toEqual({});
  });

  it('differ in an environment only by what they have', () => {
    const environments = { local: { workloads: { printer: { schedule: '@daily' }, 'nightly-report': { replicas: 2 } } } };
    expect(faultsOf({ ...wideConfig(), environments })).toEqual({
      'environments.local.workloads.printer.schedule': 'expected no schedule, which "worker" does not have, found "@daily"',
      'environments.local.workloads.nightly-report.replicas': 'expected no replicas, which "cron-job" does not have, found 2',
    });
  });

  it('that nobody connects to are neither opened nor proxied to', () => {
    expect(faultsOf(exampleConfig({ workloads: { work: worker({ image: 'x:v1' }) }, environments: { local: {} } }))).toEqual({ workloads: 'expected one that people can open: a webApp or a nodeService, found none' });
    const { workloads } = wideConfig();
    expect(Object.keys(faultsOf({ ...wideConfig(), entry: 'printer', workloads: { ...workloads, shop: webApp({ image: 'press-shop:v1', port: 8080, proxy: { '/api': 'printer' } }) } }))).toEqual(['entry', 'workloads.shop.proxy./api']);
  });

  it('leave room in names for what Kubernetes adds', () => {
    const name = 'n'.repeat(52 - 'shop-'.length);
    const longer = `${name}n`;
    const faults = faultsOf(exampleConfig({ workloads: { ...exampleConfig().workloads, [name]: cronJob({ image: 'a:v1', schedule: '@daily' }), [longer]: cronJob({ image: 'b:v1', schedule: '@daily' }) } }));
    expect(faults).toEqual({ [`workloads.${longer}`]: `expected at most 52 characters in the name of a CronJob, found 53 in "shop-${longer}"` });
  });

  it('take no name that the chart makes of another', () => {
    const { workloads } = exampleConfig();
    expect(faultsOf(exampleConfig({ workloads: { ...workloads, 'api-metrics': worker({ image: 'x:v1' }) } }))).toEqual({
      'workloads.api-metrics': 'expected a name that is not taken by the network policy for the metrics of api, found "api-metrics"',
    });
  });
});
