import { ToolError } from '@fairlead/runtime';
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

/** A checker that accepts everything would go unnoticed: each must refuse what is wrong. */
export function selfTests(tools: CheckerTools): Check[] {
  return manifestChecks({ name: 'what is wrong', yaml: async () => BAD }, tools).map(({ title, run }) => ({
    title: `refuses: ${title}`,
    run: async () => {
      const refused = await run().then(() => false, (error: unknown) => {
        if (error instanceof ToolError && error.result.exitCode === 1) return true;
        throw error;
      });
      if (!refused) throw new Error('it accepts a manifest that is wrong');
    },
  }));
}
