import type { BenchCase } from '../core/bench';
import { interleave, secondsOf } from '../core/interleave';
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
    const { values } = await interleave(
      {
        values: async (run) => {
          const mark = `crash-${run}-of-the-bench`;
          let told = '';
          const taken = await secondsOf(async () => {
            const mend = breakStart(checkout, mark);
            const { exitCode, stdout, stderr } = await checkout.tryRun('npx', 'nx', 'deploy', 'todo-chatbot').finally(mend);
            if (exitCode === 0) throw new Error('a version that crashes was deployed');
            told = stdout + stderr;
          });
          if (!told.includes(mark)) throw new Error('the deploy failed without the log line of the crash');
          if ((await answer(url)) === '') throw new Error('the version before no longer serves');
          return taken;
        },
      },
      bench.runs,
    );
    await checkout.run('npx', 'nx', 'deploy', 'todo-chatbot');
    return [{ what: 'npx nx deploy todo-chatbot', unit: 's', values, aim: 5, remark: 'ended with an error that holds the log line; the version before still served' }];
  },
};
