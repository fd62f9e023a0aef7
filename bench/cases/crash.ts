import type { BenchCase } from '../core/bench';
import { interleave } from '../core/interleave';
import { clone } from '../fixtures/clone';
import { deployedApp } from '../fixtures/deployed-app';
import { answer, breakStart } from '../fixtures/edit-backend';

/** From saving a backend that cannot start to the deploy that has said so. */
export const crash: BenchCase = {
  name: 'crash',
  title: 'a new version that crashes: saved until it is told with its reason and log',
  run: async (bench) => {
    const checkout = await bench.fixtures.get(clone);
    const { url } = await bench.fixtures.get(deployedApp);
    const ended: number[] = [];
    const { told } = await interleave(
      {
        told: async (run) => {
          const mark = `crash-${run}-of-the-bench`;
          const startedAt = performance.now();
          const seconds = (): number => (performance.now() - startedAt) / 1000;
          let toldAfter: number | undefined;
          const onLine = (line: string): void => {
            if (line.includes(mark)) toldAfter ??= seconds();
          };
          const mend = breakStart(checkout, mark);
          await bench.run('npx', ['nx', 'deploy', 'todo-chatbot'], { cwd: checkout.root, env: checkout.env, signal: bench.signal, okCodes: [1], onLine }).finally(mend);
          ended.push(seconds());
          if (toldAfter === undefined) throw new Error('the deploy failed without the log line of the crash');
          if ((await answer(url)) === '') throw new Error('the version before no longer serves');
          return toldAfter;
        },
      },
      bench.runs,
    );
    await checkout.run('npx', 'nx', 'deploy', 'todo-chatbot');
    return [
      { what: 'npx nx deploy todo-chatbot, told', unit: 's', values: told, aim: 5, remark: 'the reason and the log line of the crash are printed' },
      { what: 'npx nx deploy todo-chatbot', unit: 's', values: ended, remark: 'ended with an error; the version before still served' },
    ];
  },
};
