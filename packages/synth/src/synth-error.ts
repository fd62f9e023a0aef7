export type SynthErrorCode = 'SYNTH_PATH_BLOCKED' | 'SYNTH_BUSY' | 'SYNTH_WRONG_FOLDER' | 'SYNTH_OUTPUT_HIDDEN';

/** Why a valid config could not be written: a fact about this machine's files, told without a stack. */
export class SynthError extends Error {
  constructor(
    readonly code: SynthErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'SynthError';
  }
}
