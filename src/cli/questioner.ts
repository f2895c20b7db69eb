import type * as Prompts from "@inquirer/prompts";
import { lossLine } from "../command/hazard-lines.js";
import type { Questioner } from "../command/questioner.js";
import { AludelError } from "../errors.js";
import type { Terminal } from "./terminal.js";

/** Somebody who answers at the terminal; nobody where none is. Questions go to stderr. Throws `E_DECLINED` for Ctrl-C. */
export function questionerAt(terminal: Terminal): { readonly questioner?: Questioner } {
  if (!terminal.isInteractive) return {};
  const questioner: Questioner = {
    rename: async ({ kind, table, from, candidates }) => {
      const name = table === undefined ? from : `${table}.${from}`;
      const choices = [
        ...candidates.map((to) => ({ name: `renamed to ${to}`, value: to })),
        { name: kind === "value" ? "removed" : "dropped, with what is in it", value: undefined },
      ];
      return ask(({ select }) => select({ message: `${kind} ${name} went. It was`, choices }, toStderr));
    },
    backfill: async ({ table, column, type, rows }) => {
      const where = `${table}.${column} in ${rows} ${rows === 1 ? "row" : "rows"}`;
      const message = `${where} needs a value of ${type}; an SQL expression, such as 'x':`;
      const expression = await ask(({ input }) => input({ message }, toStderr));
      return expression.trim() === "" ? undefined : expression.trim();
    },
    replaceValue: async ({ enum: type, value, rows, candidates, nullable }) => {
      const choices = [
        ...candidates.map((candidate) => ({ name: candidate, value: candidate })),
        ...(nullable ? [{ name: "NULL", value: null }] : []),
        { name: "nothing: stop here", value: undefined },
      ];
      const held = `${rows} ${rows === 1 ? "row holds" : "rows hold"}`;
      const message = `${held} ${type}.${value}, which goes. They get`;
      return ask(({ select }) => select<string | null | undefined>({ message, choices }, toStderr));
    },
    confirm: async (losses) => {
      for (const loss of losses) terminal.warn(`loses data: ${lossLine(loss)}`);
      return ask(({ confirm }) => confirm({ message: "Go on?", default: false }, toStderr));
    },
  };
  return { questioner };
}

const toStderr = { output: process.stderr };

async function ask<Answer>(question: (prompts: typeof Prompts) => Promise<Answer>): Promise<Answer> {
  const prompts = await import("@inquirer/prompts");
  try {
    return await question(prompts);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ExitPromptError") throw error;
    throw new AludelError("E_DECLINED", "no answer; nothing was changed", { cause: error });
  }
}
