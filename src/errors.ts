/** Exit codes of the command line; each has one meaning, so that a pipeline can act on it. */
export const EXIT = {
  done: 0,
  bug: 1,
  usage: 2,
  input: 3,
  threshold: 4,
  output: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * An error that the user can act on: a French message of one to three lines that says what is
 * wrong, where, with which value, and what to do, and the exit code that goes with it.
 * Anything else that is thrown is a bug of ours.
 */
export class FragiliteError extends Error {
  override readonly name = 'FragiliteError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** Unknown option, model or territory: exit code 2. */
export const usageError = (message: string, options?: ErrorOptions): FragiliteError =>
  new FragiliteError(message, EXIT.usage, options);

/** An input that cannot be used: exit code 3. */
export const inputError = (message: string, options?: ErrorOptions): FragiliteError =>
  new FragiliteError(message, EXIT.input, options);

/** Below a quality threshold that the user declared: exit code 4. */
export const thresholdError = (message: string, options?: ErrorOptions): FragiliteError =>
  new FragiliteError(message, EXIT.threshold, options);

/** An output that cannot be written: exit code 5. */
export const outputError = (message: string, options?: ErrorOptions): FragiliteError =>
  new FragiliteError(message, EXIT.output, options);
