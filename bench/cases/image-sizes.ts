import type { Bench, BenchCase } from '../core/bench';
import { NotMeasured, type Figure, type Row } from '../core/figure';
import { missing } from '../core/perform';
import { deployedApp, type DeployedApp } from '../fixtures/deployed-app';
import { builtBytes } from '../fixtures/measure-files';
import { slimImageBytes, usualModules } from '../fixtures/usual-image';

const MB = 1e6;

/** What the images weigh, unpacked, beside what people usually build. */
export const imageSizes: BenchCase = {
  name: 'images',
  title: 'image sizes, unpacked',
  run: async (bench) => {
    const app = await bench.fixtures.get(deployedApp);
    const backend = await imageBytes(bench, app.receipt('backend').references.content);
    const nodeBase = await imageBytes(bench, baseOf(app));
    const frontend = await imageBytes(bench, app.receipt('frontend').references.content);
    const standIn = app.receipt('backend').base?.standIn === undefined ? {} : { remark: 'the base is a stand-in, assembled on this machine' };
    return [
      size('backend', backend, standIn),
      size('Node base', nodeBase),
      size('backend over its base', backend - nodeBase, { aim: 5 }),
      size('frontend', frontend, { aim: 25 }),
      ...(await usual(bench, backend, backend - nodeBase)),
    ];
  },
};

const size = (what: string, bytes: number, more: Pick<Figure, 'aim' | 'remark'> = {}): Figure => ({ what, unit: 'MB', values: [bytes / MB], ...more });

const imageBytes = (bench: Bench, reference: string): Promise<number> => builtBytes(bench, { dockerfile: `FROM ${reference}\n` });

function baseOf({ receipt }: DeployedApp): string {
  const { base } = receipt('backend');
  if (base === undefined) throw new NotMeasured('the receipt names no base');
  return base.standIn ?? base.reference;
}

/** The same app as `node:slim` with `npm ci --omit=dev`; its own code, some hundred kB, is left out. */
async function usual(bench: Bench, backend: number, overBase: number): Promise<readonly Row[]> {
  const what = 'node:slim + npm ci of the same app';
  try {
    const modules = await bench.fixtures.get(usualModules);
    const rows: Row[] = [
      size('node_modules after npm ci --omit=dev', modules.bytes, { remark: 'what the usual image has in place of the bundle' }),
      { what: 'backend over its base : node_modules', unit: 'x', values: [overBase / modules.bytes] },
    ];
    const whole = await slimImageBytes(bench, modules.folder).catch((error: unknown) => missing(what, error));
    return typeof whole === 'number' ? [...rows, size(what, whole), { what: `backend : ${what}`, unit: 'x', values: [backend / whole] }] : [...rows, whole];
  } catch (error) {
    return [missing(what, error)];
  }
}
