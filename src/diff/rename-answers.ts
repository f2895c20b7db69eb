import { AludelError, exitCode } from "../errors.js";
import type { RenameColumn, RenameTable } from "../operation/operation.js";
import { equal } from "../schema/compare.js";
import { keyOf, nameOf, sameName, type ObjectName } from "../schema/name.js";
import type { Schema, Table } from "../schema/schema.js";
import type { Renames } from "./diff.js";
import { inOrder } from "./rename-order.js";
import { pathOf, type RenameAnswer } from "./rename.js";

function unknownRename(answer: RenameAnswer, problem: string): AludelError {
  return new AludelError("E_RENAME_UNKNOWN", `--rename ${answer.text}: ${problem}`, {
    hint: "Write the names as they are in the database, before and after: `aludel check` lists what went and what came.",
    exitCode: exitCode.usage,
  });
}

/** An answer, and what it says of the tables of a schema, or of the columns of a table. */
interface Resolved {
  readonly answer: RenameAnswer;
  readonly from: string;
  readonly to: string;
}

/** Fails where a name is not there to be renamed, or where the new one is taken and does not become free. */
function requirePossible(
  resolved: readonly Resolved[],
  before: readonly { readonly name: string }[],
  after: readonly { readonly name: string }[],
  what: string,
): void {
  const has = (items: readonly { readonly name: string }[], name: string): boolean =>
    items.some((item) => item.name === name);
  for (const one of resolved) {
    const { answer, from, to } = one;
    const others = resolved.filter((other) => other !== one);
    if (!has(before, from)) throw unknownRename(answer, `the database has no ${what} "${from}"`);
    if (!has(after, to)) throw unknownRename(answer, `no entity has a ${what} "${to}"`);
    if (others.some((other) => other.from === from)) {
      throw unknownRename(answer, `${what} "${from}" cannot have two new names`);
    }
    if (others.some((other) => other.to === to)) {
      throw unknownRename(answer, `two of the same name: ${what} "${to}"`);
    }
    if (has(before, to) && !others.some((other) => other.from === to)) {
      throw unknownRename(answer, `the database already has a ${what} "${to}"`);
    }
  }
}

function distinct(answers: readonly RenameAnswer[]): RenameAnswer[] {
  return answers.filter((answer, index) => answers.findIndex((other) => equal(answer, other)) === index);
}

/** The table renames among the answers. Throws `E_RENAME_UNKNOWN` for one that cannot be. */
export function tableRenames(from: Schema, to: Schema, answers: readonly RenameAnswer[]): RenameTable[] {
  const found = distinct(answers).flatMap((answer) => {
    const table = from.tables.find((candidate) => equal(pathOf(candidate), answer.path));
    return table === undefined ? [] : [{ answer, table }];
  });
  const schemas = [...new Set(found.map(({ table }) => table.schema))];
  return schemas.flatMap((schema) => {
    const isHere = (object: ObjectName): boolean => object.schema === schema;
    const resolved = found
      .filter(({ table }) => isHere(table))
      .map(({ answer, table }) => ({ answer, from: table.name, to: answer.to }));
    requirePossible(resolved, from.tables.filter(isHere), to.tables.filter(isHere), "table");
    const named = (name: string): ObjectName => nameOf(schema === undefined ? { name } : { schema, name });
    return inOrder(resolved).map((change): RenameTable => ({
      kind: "renameTable",
      from: named(change.from),
      to: named(change.to),
    }));
  });
}

/** The name that a table has after the renames. */
function nameAfter(name: ObjectName, renames: readonly RenameTable[]): ObjectName {
  return renames.reduce((now, rename) => (sameName(rename.from, now) ? rename.to : now), name);
}

/** The columns that the answer speaks of: those of the table that had that path before the renames. */
function tableOf(answer: RenameAnswer, from: Schema, to: Schema, tables: readonly RenameTable[]): Table[] {
  const path = answer.path.slice(0, -1);
  const [schema, name] = path.length > 1 ? path : [undefined, path[0] ?? ""];
  const old = { name: name ?? "", ...(schema === undefined ? {} : { schema }) };
  const now = nameAfter(old, tables);
  return [from, to].flatMap((side) => side.tables.find((table) => sameName(table, now)) ?? []);
}

/**
 * All renames that the answers say. `from` already has the new table names. Throws `E_RENAME_UNKNOWN` for an answer that
 * names nothing that can be renamed.
 */
export function columnRenames(
  from: Schema,
  to: Schema,
  tables: readonly RenameTable[],
  answers: readonly RenameAnswer[],
): Renames {
  const byTable = new Map<Table, { readonly target: Table; readonly resolved: Resolved[] }>();
  for (const answer of distinct(answers)) {
    if (tables.some((rename) => equal(pathOf(rename.from), answer.path))) continue;
    const [table, target] = tableOf(answer, from, to, tables);
    if (table === undefined || target === undefined) {
      const missing = answer.path.length > 1 ? answer.path.slice(0, -1) : answer.path;
      throw unknownRename(answer, `there is no table "${missing.join(".")}"`);
    }
    const { resolved } = byTable.get(table) ?? { resolved: [] };
    const change = { answer, from: answer.path.at(-1) ?? "", to: answer.to };
    byTable.set(table, { target, resolved: [...resolved, change] });
  }
  const columns = [...byTable].map(([table, { target, resolved }]): [string, RenameColumn[]] => {
    requirePossible(resolved, table.columns, target.columns, `column of table "${table.name}":`);
    return [keyOf(table), inOrder(resolved).map((change) => ({ kind: "renameColumn", ...change }))];
  });
  return { tables, columns: new Map(columns) };
}
