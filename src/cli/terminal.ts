import picocolors from "picocolors";
import { exitCode, type ExitCode } from "../errors.js";
import { mask } from "./text/mask.js";
import type { Style } from "./text/style.js";

/** Where a command prints, and what it ends with. Secrets are masked in all that it is given. */
export interface Terminal {
  /** Prints a result to stdout, with a newline. */
  print(text: string): void;
  /** Prints progress, a question or a warning to stderr, with a newline. */
  note(text: string): void;
  /** Prints a warning to stderr. */
  warn(text: string): void;
  /** Colours for `print`. */
  readonly style: Style;
  /** Colours for `note`. */
  readonly errorStyle: Style;
  /** Whether somebody sits there who can answer questions. */
  readonly isInteractive: boolean;
  /** What the process is to end with; `done` until {@link endWith} says otherwise. */
  exitCode(): ExitCode;
  endWith(code: ExitCode): void;
  /** Resolves when all is written. */
  flush(): Promise<void>;
}

let code: ExitCode = exitCode.done;

/** The terminal of this process. Colours only where a person reads them, and NO_COLOR (https://no-color.org) is empty. */
export function openTerminal({ colors }: { readonly colors: boolean }): Terminal {
  const { stdin, stdout, stderr } = process;
  const wanted = colors && !process.env["NO_COLOR"];
  const errorStyle = picocolors.createColors(wanted && isTerminal(stderr));
  const note = (text: string): void => write(stderr, text);
  return {
    print: (text) => write(stdout, text),
    note,
    warn: (text) => note(`${errorStyle.yellow("warning:")} ${text}`),
    style: picocolors.createColors(wanted && isTerminal(stdout)),
    errorStyle,
    isInteractive: isTerminal(stdin) && isTerminal(stderr),
    exitCode: () => code,
    endWith: (end) => {
      code = end;
    },
    flush: async () => {
      await Promise.all([stdout, stderr].map(flushed));
    },
  };
}

/** `isTTY` is absent, not false, where a stream is none; picocolors would then decide for itself. */
function isTerminal(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true;
}

function write(stream: NodeJS.WriteStream, text: string): void {
  ignoreClosedPipe(stream);
  stream.write(`${mask(text)}\n`);
}

/** `aludel history | head -1` closes the pipe: nobody reads on, and the command ends as if they did. */
function ignoreClosedPipe(stream: NodeJS.WriteStream): void {
  if (stream.listenerCount("error") > 0) return;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise<void>((resolve) => {
    stream.write("", () => resolve());
  });
}
