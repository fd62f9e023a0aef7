import { FairleadError } from '@fairlead/runtime';

/** Throws when there is anything to throw: one fault as it is, several as one error that lists them all. */
export function throwFaults(faults: readonly FairleadError[]): void {
  const [first, ...others] = faults;
  if (!first) return;
  if (others.length === 0) throw first;
  throw new FairleadError({
    code: first.code,
    message: `${faults.length} things stand in the way`,
    details: faults.flatMap(({ code, message, details }) => [`${message} [${code}]`, ...details.map((line) => `  ${line}`)]),
    next: [...new Set(faults.flatMap(({ next }) => next))],
    exitCode: Math.max(...faults.map(({ exitCode }) => exitCode)),
  });
}
