import { run, ToolError } from '@fairlead/runtime';
import { manifestChecks, type Check } from './manifests';
import type { CheckerTools } from './tools';

const labels = '{app.kubernetes.io/name: bad}';
/** A Deployment that runs as root, with a field that does not exist. */
const BAD = `apiVersion: apps/v1
kind: Deployment
metadata: {name: bad, labels: ${labels}}
spec:
  replica: 1
  selector: {matchLabels: ${labels}}
  template:
    metadata: {labels: ${labels}}
    spec: {containers: [{name: bad, image: 'bad:latest', securityContext: {privileged: true}}]}
`;

const BAD_DOCKERFILE = 'FROM debian:latest\nMAINTAINER nobody\nRUN cd /tmp && sudo apt-get install curl\n';
const BAD_WORKFLOW = 'on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.event.nothing.title }} ${{ unknown.thing }}\n';

/** A checker that accepts everything would go unnoticed: each must refuse what is wrong. */
export function selfTests(tools: CheckerTools): Check[] {
  return [
    ...manifestChecks({ name: 'what is wrong', yaml: async () => BAD }, tools),
    { title: 'hadolint: what is wrong', run: async () => run(await tools.hadolint(), ['--failure-threshold', 'info', '-'], { input: BAD_DOCKERFILE }) },
    { title: 'actionlint: what is wrong', run: async () => run(await tools.actionlint(), ['-'], { input: BAD_WORKFLOW }) },
  ].map(refusing);
}

function refusing({ title, run: check }: Check): Check {
  return {
    title: `refuses: ${title}`,
    run: async () => {
      const refused = await check().then(() => false, (error: unknown) => {
        if (error instanceof ToolError && error.result.exitCode === 1) return true;
        throw error;
      });
      if (!refused) throw new Error('it accepts what is wrong');
    },
  };
}
