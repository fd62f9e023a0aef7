import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { worker } from '../../../src/config-kinds';
import { exampleModel, wideConfig, wideModel } from '../../example';
import { find, podOf, template, type Container } from './helm';

const GIVEN = ['--set', 'secrets.DATABASE_URL=postgres://u:p@db/d,secrets.PAYMENT_KEY=k'];
const objects = template(wideModel(), ...GIVEN);
const kindsOf = (component: string): string[] => objects.filter(({ metadata }) => metadata.labels['app.kubernetes.io/component'] === component).map(({ kind }) => kind).sort();

describe('a worker', () => {
  it('is a Deployment that nobody connects to', () => {
    expect(kindsOf('printer')).toEqual(['Deployment', 'NetworkPolicy', 'PodDisruptionBudget', 'ServiceAccount']);
    expect(find(objects, 'NetworkPolicy', 'shop-press-printer').spec).toMatchObject({ ingress: [], policyTypes: ['Ingress', 'Egress'] });
    expect(podOf(objects, 'printer').spec.containers[0].ports).toEqual([{ name: 'metrics', containerPort: 9464, protocol: 'TCP' }]);
  });

  it('has to last before it replaces an older one, as nobody asks whether it is ready', () => {
    expect(find(objects, 'Deployment', 'shop-press-printer').spec).toMatchObject({ minReadySeconds: 5 });
    expect(find(objects, 'Deployment', 'shop-press-orders').spec['minReadySeconds']).toBeUndefined();
  });

  it('without a heartbeat is not probed, and has no port', () => {
    const model = exampleModel({ ...wideConfig(), workloads: { ...wideConfig().workloads, printer: worker({ image: 'press-printer:v1' }) } });
    const [container] = podOf(template(model, ...GIVEN), 'printer').spec.containers;
    expect(Object.keys(container).filter((key) => key.endsWith('Probe') || key === 'ports')).toEqual([]);
  });

  describe('is asked by its heartbeat', () => {
    const folder = mkdtempSync(join(tmpdir(), 'heartbeat-'));
    const file = join(folder, 'heartbeat');
    afterAll(() => rmSync(folder, { recursive: true }));

    function ask(): number | null {
      const { exec } = podOf(objects, 'printer').spec.containers[0]['livenessProbe'] as { exec: { command: [string, string, string] } };
      return spawnSync(process.execPath, exec.command.slice(1).map((text) => text.replace('/tmp/heartbeat', file))).status;
    }

    it('and lives while that is fresh, and not when it is old or was never made', () => {
      expect(ask()).toBe(1);
      writeFileSync(file, '');
      expect(ask()).toBe(0);
      utimesSync(file, new Date(), new Date(Date.now() - 31_000));
      expect(ask()).toBe(1);
    });
  });
});

describe('a cron job', () => {
  const { spec } = find(objects, 'CronJob', 'shop-press-nightly-report');
  const job = spec['jobTemplate'] as { spec: { template: { spec: { containers: [Container]; restartPolicy: string } } } & Record<string, unknown> };

  it('is a CronJob and nothing that has to be up', () => {
    expect(kindsOf('nightly-report')).toEqual(['CronJob', 'NetworkPolicy', 'ServiceAccount']);
  });

  it('starts by its schedule in its time zone, and not twice at once', () => {
    expect(spec).toMatchObject({ schedule: '30 3 * * 1-5', timeZone: 'Europe/Berlin', suspend: false, concurrencyPolicy: 'Forbid', startingDeadlineSeconds: 300 });
  });

  it('is tried again and ended in bounded time, and tidied up', () => {
    expect(job.spec).toMatchObject({ backoffLimit: 2, activeDeadlineSeconds: 3600, ttlSecondsAfterFinished: 86_400 });
    expect(job.spec.template.spec.restartPolicy).toBe('Never');
  });

  it('is neither probed nor listens: its end says how it went', () => {
    expect(Object.keys(job.spec.template.spec.containers[0]).filter((key) => key.endsWith('Probe') || key === 'ports')).toEqual([]);
  });

  it('takes another schedule from values, and refuses what is none', () => {
    const at = (schedule: string) => template(wideModel(), ...GIVEN, '--set-string', `nightly-report.schedule=${schedule}`);
    expect(find(at('@hourly'), 'CronJob', 'shop-press-nightly-report').spec['schedule']).toBe('@hourly');
    expect(() => at('now and then')).toThrow(/schedule/);
  });
});
