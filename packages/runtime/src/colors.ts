import pc from 'picocolors';

/** What decides about colours; a test can make it up. */
export interface ColorSurroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: boolean;
  /** What the environment and the stream say to picocolors. */
  readonly supported: boolean;
}

/**
 * Are there to be colours? Nx sets `FORCE_COLOR=true` for every task, also where nobody asked for it and what is
 * printed goes to a file. Other values of it, CI and `NO_COLOR` mean what they always do.
 * @see https://no-color.org
 */
export function hasColors({ env, terminal, supported }: ColorSurroundings): boolean {
  const forcedByNx = env['NX_TASK_TARGET_PROJECT'] !== undefined && env['FORCE_COLOR'] === 'true' && env['CI'] === undefined;
  return supported && (terminal || !forcedByNx);
}

/** Colours for what people read; plain text where there is no terminal. */
export const colors = pc.createColors(hasColors({ env: process.env, terminal: process.stdout.isTTY || process.stderr.isTTY, supported: pc.isColorSupported }));
