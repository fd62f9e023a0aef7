import type { Bench, BenchCase } from '../core/bench';
import { CpuMeter } from '../core/cpu-meter';
import { interleave, secondsOf } from '../core/interleave';
import { ratio } from '../core/statistics';
import { clone } from '../fixtures/clone';
import { deployedApp } from '../fixtures/deployed-app';
import { editTitle, untilShown } from '../fixtures/edit-backend';
import { benchTools } from '../fixtures/kube-tools';
import { plainRelease } from '../fixtures/plain-release';

const DEPLOY = 'npx nx deploy todo-chatbot';
const SCRIPT = 'plain script';

/** From saving one line of the backend to the new image at work behind the frontend. */
export const edit: BenchCase = {
  name: 'edit',
  title: 'saving a line of the backend until every pod runs it and it answers through the frontend',
  run: async (bench) => {
    const checkout = await bench.fixtures.get(clone);
    const { url } = await bench.fixtures.get(deployedApp);
    const plain = await bench.fixtures.get(plainRelease);
    const proveImage = await imageProof(bench);
    const cpu = { fairlead: new CpuMeter(DEPLOY), script: new CpuMeter(SCRIPT) };
    const firstAnswers: number[] = [];
    const deployEdit = cpu.fairlead.around((run) => secondsOf(async () => {
      const mark = `fairlead-${run}`;
      editTitle(checkout, mark);
      const answered = secondsOf(() => untilShown(url, mark));
      // One failure is enough to tell, and it is the deploy's.
      answered.catch(() => undefined);
      await checkout.run('npx', 'nx', 'deploy', 'todo-chatbot');
      firstAnswers.push(await answered);
    }));
    const values = await interleave(
      {
        fairlead: async (run) => {
          const taken = await deployEdit(run);
          await proveImage();
          return taken;
        },
        script: cpu.script.around((run) => secondsOf(() => {
          editTitle(checkout, `script-${run}`);
          return plain.update(`script-${run}`);
        })),
      },
      bench.runs,
    );
    const first = { what: `${DEPLOY}, first answer`, unit: 's', values: firstAnswers, aim: 4, remark: 'of the new version, through the frontend' } as const;
    const fairlead = { what: DEPLOY, unit: 's', values: values.fairlead, remark: 'every pod is new; running image IDs compared with the receipt' } as const;
    const script = { what: SCRIPT, unit: 's', values: values.script, remark: 'esbuild, buildctl, helm upgrade --wait, kubectl port-forward, the same cluster' } as const;
    return [first, fairlead, script, ratio(fairlead, script), ...cpu.fairlead.figures(), ...cpu.script.figures()];
  },
};

interface PodList {
  readonly items: readonly { readonly metadata: { readonly deletionTimestamp?: string }; readonly status: { readonly containerStatuses?: readonly { readonly imageID: string; readonly ready: boolean }[] } }[];
}

/** Is what was built last what runs? @returns a question that throws when it is not. */
async function imageProof(bench: Bench): Promise<() => Promise<void>> {
  const app = await bench.fixtures.get(deployedApp);
  const { kubectl } = await benchTools(bench);
  return async () => {
    const { items } = JSON.parse(await kubectl('-n', 'todo-chatbot', 'get', 'pods', '-l', 'app.kubernetes.io/component=backend', '-o', 'json')) as PodList;
    const running = items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).flatMap(({ status }) => status.containerStatuses ?? []);
    const { configDigest } = app.receipt('backend');
    if (running.length === 0 || running.some(({ imageID, ready }) => !ready || !imageID.endsWith(configDigest ?? 'nothing'))) {
      throw new Error(`the backend's pods run ${running.map(({ imageID }) => imageID).join(', ') || 'nothing'}, and ${String(configDigest)} was built`);
    }
  };
}
