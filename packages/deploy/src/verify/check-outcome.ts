/** Thrown by a check that cannot be run here; it then counts neither as passed nor as failed. */
export class CheckSkipped extends Error {}

/** A failure with what a person needs to understand it. */
export class CheckFailure extends Error {
  constructor(
    message: string,
    readonly evidence: readonly string[] = [],
  ) {
    super(message);
  }
}
