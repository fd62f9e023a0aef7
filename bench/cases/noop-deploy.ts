import type { BenchCase } from '../core/bench';
import { CpuMeter } from '../core/cpu-meter';
import { interleave, secondsOf } from '../core/interleave';
import { ratio } from '../core/statistics';
import { clone } from '../fixtures/clone';
import { deployedApp } from '../fixtures/deployed-app';
import { benchTools } from '../fixtures/kube-tools';
import { nxChain } from '../fixtures/nx-chain';

const DEPLOY = 'npx nx deploy todo-chatbot';
const CHAIN = 'five nx:run-commands tasks that do nothing';

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
    const cpu = { deploy: new CpuMeter(DEPLOY), chain: new CpuMeter(CHAIN) };
    const values = await interleave(
      {
        deploy: cpu.deploy.around(() => secondsOf(() => run('npx', 'nx', 'deploy', 'todo-chatbot'))),
        chain: cpu.chain.around(() => secondsOf(chainRun)),
      },
      bench.runs,
    );
    if ((await pods()) !== before) throw new Error('a deploy without a change replaced pods');
    const deploy = { what: DEPLOY, unit: 's', values: values.deploy, aim: 2, remark: 'touched no pod' } as const;
    const chain = { what: CHAIN, unit: 's', values: values.chain } as const;
    return [deploy, chain, ratio(deploy, chain), ...cpu.deploy.figures(), ...cpu.chain.figures()];
  },
};
