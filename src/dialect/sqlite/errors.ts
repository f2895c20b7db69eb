import { messageOf } from "../../errors.js";
import { isRecord } from "../../schema/compare.js";
import type { Explanation } from "../dialect.js";

/** The result code of SQLite in an error of either driver, such as `SQLITE_BUSY`, or nothing. */
function resultCode(error: unknown): string | undefined {
  if (!isRecord(error)) return undefined;
  const code = error["code"];
  if (typeof code === "string" && code.startsWith("SQLITE_")) return code;
  return resultCode(error["driverError"] ?? error["cause"]);
}

/** Whether somebody else holds the database, so that trying again may help. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED)/.test(resultCode(error) ?? "");
}

/** Whether the database cannot be written, which SQLite also says of a file that somebody took away meanwhile. */
export function isReadOnly(error: unknown): boolean {
  return resultCode(error)?.startsWith("SQLITE_READONLY") ?? false;
}

const explanations: readonly (readonly [RegExp, Omit<Explanation, "message">, string])[] = [
  [
    /^SQLITE_NOTADB/,
    { code: "E_NOT_A_DATABASE", hint: "Check the `database` option of the data source." },
    "the file is not an SQLite database",
  ],
  [
    /^SQLITE_CORRUPT/,
    { code: "E_DATABASE_CORRUPT", hint: "Restore it from a backup." },
    "the database file is damaged",
  ],
  [
    /^SQLITE_(?:BUSY|LOCKED)/,
    {
      code: "E_DATABASE_LOCKED",
      hint: "Another process holds the database. Try again when it is done.",
      passes: true,
    },
    "the database is locked",
  ],
  [
    /^SQLITE_READONLY/,
    { code: "E_DATABASE_READONLY", hint: "Check who may write to the file and to its directory." },
    "the database cannot be written",
  ],
  [
    /^SQLITE_CANTOPEN/,
    {
      code: "E_DATABASE_UNREADABLE",
      hint: "Check that the file and its directory are there and may be read.",
    },
    "the database file cannot be opened",
  ],
  [
    /^SQLITE_(?:FULL|IOERR)/,
    { code: "E_DISK", hint: "Check the space left on the disk." },
    "the disk is full or fails",
  ],
  [
    /^SQLITE_CONSTRAINT/,
    {
      code: "E_ROWS_BREAK_CONSTRAINT",
      hint: "Mend the rows first, or add a step to the revision that does.",
    },
    "rows break a constraint",
  ],
];

/** What an error of SQLite means to a user. https://www.sqlite.org/rescode.html */
export function explain(error: unknown): Explanation | undefined {
  if (/cannot start a transaction within a transaction/.test(messageOf(error))) {
    return {
      code: "E_IN_TRANSACTION",
      message: "the connection of the data source is in a transaction already",
      hint: "Commit it, or upgrade with a data source of its own.",
    };
  }
  const code = resultCode(error);
  const known = explanations.find(([pattern]) => code !== undefined && pattern.test(code));
  if (known === undefined) return undefined;
  const [, explanation, meaning] = known;
  // During a rebuild, the new table has a name that its users never saw.
  const said = messageOf(error).replaceAll("_aludel_new_", "");
  return { ...explanation, message: `${meaning} (${said})` };
}
