import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { dpkgMend, FairleadError, installDebianPackages, inStep, type Progress, type Runner } from '@fairlead/runtime';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin'];
const MAC_APPS = ['/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

export interface ChromiumOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly env?: NodeJS.ProcessEnv;
  readonly runner?: Runner;
  /** May Debian packages be installed? Default: on a Debian system as root. */
  readonly mayInstall?: boolean;
  /** Where to look besides the PATH. Default: the usual places. */
  readonly folders?: readonly string[];
}

/**
 * Path of a Chromium or Chrome: `CHROMIUM_PATH`, one on the PATH, one in a usual place, or else Debian's,
 * installed visibly.
 * @throws FairleadError `BROWSER_MISSING` when there is none and none can be installed.
 */
export async function findChromium(options: ChromiumOptions): Promise<string> {
  const env = options.env ?? process.env;
  const named = env['CHROMIUM_PATH'];
  if (named && !isProgram(named)) throw missing(`CHROMIUM_PATH names no program: ${named}`);
  const found = named || tryFind(options);
  if (found) return found;
  if (!(options.mayInstall ?? isDebianRoot())) throw missing('there is no Chromium on this machine');
  await install(options);
  const installed = tryFind(options);
  if (installed) return installed;
  throw missing('Chromium was installed but cannot be found');
}

function tryFind({ env = process.env, folders = FOLDERS }: ChromiumOptions): string | undefined {
  const places = [...(env['PATH'] ?? '').split(delimiter).filter(Boolean), ...folders];
  return [...places.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...MAC_APPS].find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isDebianRoot(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

async function install({ progress, signal, runner }: ChromiumOptions): Promise<void> {
  const title = 'Install Debian package: chromium (for the browser checks; --no-browser leaves them out)';
  await inStep({ progress, title }, (step) => installDebianPackages(['chromium'], { step, signal, ...(runner ? { runner } : {}) })).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw missing('Chromium is missing and could not be installed', cause);
  });
}

function missing(message: string, cause?: unknown): FairleadError {
  return new FairleadError({
    code: 'BROWSER_MISSING',
    message,
    next: [...dpkgMend(cause), 'install Chromium or Chrome, or name one with CHROMIUM_PATH', 'or leave the browser checks out: fairlead verify --no-browser'],
    details: cause instanceof FairleadError ? cause.details : [],
    cause,
  });
}
