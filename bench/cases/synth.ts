import type { BenchCase } from '../core/bench';
import { CpuMeter } from '../core/cpu-meter';
import type { Row } from '../core/figure';
import { interleave, secondsOf } from '../core/interleave';
import { missing } from '../core/perform';
import { ratio } from '../core/statistics';
import { clone } from '../fixtures/clone';
import { stockProjen } from '../fixtures/stock-projen';

/** Writing every generated file when nothing has changed. */
export const synth: BenchCase = {
  name: 'synth',
  title: 'writing the generated files, nothing changed',
  run: async (bench) => {
    const { run } = await bench.fixtures.get(clone);
    const absences: Row[] = [];
    const stock = await bench.fixtures.get(stockProjen).catch((error: unknown) => void absences.push(missing('npx projen of a stock TypeScript project', error)));
    const cpu = new CpuMeter('npx projen');
    const ours = {
      npx: cpu.around(() => secondsOf(() => run('npx', 'projen'))),
      direct: () => secondsOf(() => run(process.execPath, '--require', '@fairlead/synth/register.cjs', '.projenrc.ts')),
      node: () => secondsOf(() => run(process.execPath, '-e', '0')),
    };
    const ofStock = (cwd: string) => () => secondsOf(() => bench.run('npx', ['projen'], { cwd, signal: bench.signal }));
    const values = stock === undefined ? { ...(await interleave(ours, bench.runs)), stock: undefined } : await interleave({ ...ours, stock: ofStock(stock) }, bench.runs);
    const npx = { what: 'npx projen', unit: 's', values: values.npx, aim: 1 } as const;
    const direct = { what: 'node .projenrc.ts', unit: 's', values: values.direct } as const;
    const node = { what: 'node -e 0', unit: 's', values: values.node } as const;
    const others = values.stock === undefined ? [] : [{ what: 'npx projen, stock TypeScript project', unit: 's', values: values.stock } as const];
    return [npx, direct, ...others, node, ...others.map((other) => ratio(npx, other)), ratio(npx, node), ratio(direct, node), ...cpu.figures(), ...absences];
  },
};
