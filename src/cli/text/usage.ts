import { AludelError, exitCode } from "../../errors.js";
import { suggest } from "../../revision/suggest.js";

/** What is known of a command line that yargs refuses. */
export interface RefusedLine {
  /** What yargs says. */
  readonly message: string;
  /** The words that are no options, the command first. */
  readonly words: readonly string[];
  /** The names of all options that the command takes. */
  readonly options: readonly string[];
}

/** The error for a command line that yargs refuses: `E_USAGE`, with what was probably meant. */
export function usageError({ message, words, options }: RefusedLine): AludelError {
  const [command] = words;
  const help = `\`aludel ${command === undefined ? "" : `${command} `}--help\` shows what can be typed.`;
  const suggested = /^Did you mean (.+)\?$/.exec(message)?.[1];
  if (suggested !== undefined)
    return build(
      `unknown command: ${command}`,
      `Did you mean \`aludel ${suggested}\`? \`aludel --help\` lists all.`,
    );
  const unknown = unknownOptions(message).filter((name) => !words.includes(name));
  if (unknown.length === 0) return build(wordsFor(message), help);
  const [meant] = unknown.flatMap((name) =>
    name.length < 3
      ? []
      : suggest(
          name,
          options.filter((option) => isTyped(option) && option !== name),
        ),
  );
  return build(
    `unknown option: ${unknown.map(flag).join(", ")}`,
    meant === undefined ? help : `Did you mean ${flag(meant)}? ${help}`,
  );
}

function unknownOptions(message: string): readonly string[] {
  const names = /^Unknown arguments?: (.+)$/.exec(message)?.[1]?.split(", ") ?? [];
  return names.length === 1 ? names : names.filter(isTyped);
}

/** Whether a name is one that people type: yargs knows `noColor` besides `no-color`. */
function isTyped(name: string): boolean {
  return !/[A-Z]/.test(name);
}

function wordsFor(message: string): string {
  if (message.startsWith("Not enough non-option arguments")) return "a revision is missing";
  const option = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (option !== undefined) return `${flag(option)} needs a value`;
  return lowerFirst(message.trim().replaceAll(/\s*\n\s*/g, " "));
}

/** An option as it is typed. */
export function flag(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

function build(message: string, hint: string): AludelError {
  return new AludelError("E_USAGE", message, { hint, exitCode: exitCode.usage });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
