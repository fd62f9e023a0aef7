import { tryReadChildrenSeconds } from '../machine/process-times';
import type { Figure } from './figure';
import type { Contestant } from './interleave';

const REMARK = 'of all its processes but daemons; hardly depends on what else runs';

/** Measures, beside the time, the CPU that a contestant's processes use. One contestant at a time may run. */
export class CpuMeter {
  private readonly values: number[] = [];

  constructor(private readonly what: string) {}

  around(contestant: Contestant): Contestant {
    return async (run) => {
      const before = tryReadChildrenSeconds();
      const value = await contestant(run);
      const after = tryReadChildrenSeconds();
      if (before !== undefined && after !== undefined) this.values.push(after - before);
      return value;
    };
  }

  /** Empty where the system does not tell. */
  figures(): readonly Figure[] {
    return this.values.length === 0 ? [] : [{ what: `${this.what}, CPU`, unit: 's', values: this.values, remark: REMARK }];
  }
}
