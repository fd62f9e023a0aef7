import type { BenchCase } from '../core/bench';
import { interleave, secondsOf } from '../core/interleave';
import { ratio } from '../core/statistics';
import { clone } from '../fixtures/clone';
import { deployedApp } from '../fixtures/deployed-app';
import { benchTools } from '../fixtures/kube-tools';
import { nxChain } from '../fixtures/nx-chain';

/** A deploy when everything is as it should be. */
export const noopDeploy: BenchCase = {
  name: 'deploy',
  title: 'a deploy, nothing changed',
  run: async (bench) => {
    const { run, env } = await bench.fixtures.get(clone);
    await bench.fixtures.get(deployedApp);
    const folder = await bench.fixtures.get(nxChain);
    const { kubectl } = await benchTools(bench);
    const pods = (): Promise<string> => kubectl('-n', 'todo-chatbot', 'get', 'pods', '-o', 'jsonpath={.items[*].metadata.uid}');
    const before = await pods();
    const chainRun = (): Promise<unknown> => bench.run('npx', ['nx', 'run', 'chain:last'], { cwd: folder, env, signal: bench.signal });
    // Nx computes its project graph when it first sees a workspace.
    await chainRun();
    const values = await interleave(
      { deploy: () => secondsOf(() => run('npx', 'nx', 'deploy', 'todo-chatbot')), chain: () => secondsOf(chainRun) },
      bench.runs,
    );
    if ((await pods()) !== before) throw new Error('a deploy without a change replaced pods');
    const deploy = { what: 'npx nx deploy todo-chatbot', unit: 's', values: values.deploy, aim: 2, remark: 'touched no pod' } as const;
    const chain = { what: 'five nx:run-commands tasks that do nothing', unit: 's', values: values.chain } as const;
    return [deploy, chain, ratio(deploy, chain)];
  },
};
