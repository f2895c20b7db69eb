import { inspect } from "node:util";
import { AludelError, messageOf } from "../../errors.js";
import type { Style } from "./style.js";

/** An error, what to do about it, and with `debug` where it comes from. */
export function errorText(
  error: unknown,
  { debug, style }: { readonly debug: boolean; readonly style: Style },
): string {
  const lines =
    error instanceof AludelError
      ? [`${style.red("error:")} ${problemText(error)}`]
      : [
          `${style.red("internal error:")} ${error instanceof Error ? `${error.name}: ` : ""}${messageOf(error)}`,
          "  This is a bug of Aludel. Please report it, with what the same command says with --debug.",
        ];
  return [...lines, ...(debug ? ["", inspect(error)] : [])].join("\n");
}

/** What is wrong, the code of it, and in further lines what to do. */
export function problemText({ message, code, hint }: AludelError): string {
  const hints = hint === undefined ? [] : hint.split("\n").map((line) => `  ${line}`);
  return [`${message.replace(/\.$/, "")} (${code})`, ...hints].join("\n");
}
