import { run, type Runner } from '@fairlead/runtime';

/** Does Git ignore this path? undefined where there is no Git or no repository to ask. */
export async function tryIgnored(root: string, path: string, runner: Runner = run): Promise<boolean | undefined> {
  try {
    const { exitCode } = await runner('git', ['check-ignore', '--quiet', path], { cwd: root, okCodes: [0, 1] });
    return exitCode === 0;
  } catch {
    return undefined;
  }
}
