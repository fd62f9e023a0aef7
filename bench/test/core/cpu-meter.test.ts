import { run } from '@fairlead/runtime';
import { CpuMeter } from '../../core/cpu-meter';

const BURNS = 'while (process.cpuUsage().user < 300_000);';

it('CPU of what a contestant starts is counted, however deep, and what ran before it is not', async () => {
  await run(process.execPath, ['-e', BURNS]);
  const meter = new CpuMeter('deploy');
  const contestant = meter.around(async () => {
    await run(process.execPath, ['-e', `require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(BURNS)}])`]);
    return 7;
  });
  expect(await contestant(0)).toBe(7);
  const idle = new CpuMeter('idle');
  await idle.around(() => Promise.resolve(1))(0);
  // Linux only tells.
  const expected = process.platform === 'linux' ? [{ what: 'deploy, CPU', unit: 's', values: [expect.any(Number)], remark: expect.any(String) }] : [];
  expect(meter.figures()).toEqual(expected);
  if (process.platform !== 'linux') return;
  expect(meter.figures()[0]?.values[0]).toBeGreaterThanOrEqual(0.29);
  expect(idle.figures()[0]?.values).toEqual([0]);
});

it('a meter that saw nothing has no figure', () => {
  expect(new CpuMeter('nothing').figures()).toEqual([]);
});
