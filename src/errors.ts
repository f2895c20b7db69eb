/** What a process ends with; scripts may rely on these numbers. */
export const exitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  differences: 3,
  notAtHead: 4,
  brokenRevisions: 5,
  answerMissing: 6,
} as const;

/** One of the documented exit codes. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** What an {@link AludelError} is made of, its message aside. */
export interface ErrorDetails {
  /** What the user can type or change next; one or more lines. */
  readonly hint?: string;
  /** The process exit code that this error ends a command with; 1 unless told. */
  readonly exitCode?: ExitCode;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * An error that a user can cause and mend: one message that says what is wrong and where, a stable code such as
 * `E_MULTIPLE_HEADS`, a hint that says what to do next, and the exit code of the command line.
 */
export class AludelError extends Error {
  override readonly name = "AludelError";
  readonly code: `E_${string}`;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;

  constructor(code: `E_${string}`, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.exitCode = details.exitCode ?? exitCode.failed;
  }
}

/** The message of whatever was thrown, on one line where it has one. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
