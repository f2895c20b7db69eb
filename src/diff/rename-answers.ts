import { AludelError, exitCode } from "../errors.js";
import type { RenameColumn, RenameTable } from "../operation/operation.js";
import { equal } from "../schema/compare.js";
import { displayName, keyOf, nameOf, sameName, type ObjectName } from "../schema/name.js";
import type { Schema, Table } from "../schema/schema.js";
import type { Renames } from "./diff.js";
import { inOrder, nameBetween } from "./rename-order.js";
import { pathOf, type RenameAnswer } from "./rename.js";

function unknownRename(answer: RenameAnswer, problem: string): AludelError {
  return new AludelError("E_RENAME_UNKNOWN", `--rename ${answer.text}: ${problem}`, {
    hint: "Write the names as they are in the database, before and after: `aludel check` lists what went and what came.",
    exitCode: exitCode.usage,
  });
}

/** An answer, and what it says of tables, or of the columns of a table: the names, each by its key. */
interface Resolved {
  readonly answer: RenameAnswer;
  readonly from: string;
  readonly to: string;
}

/** What may be renamed: its keys on both sides, what it is, and the names of keys as people read them. */
interface Renamable {
  readonly what: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly shown: (key: string) => string;
}

/** Fails where a name is not there to be renamed, or where the new one is taken and does not become free. */
function requirePossible(resolved: readonly Resolved[], { what, before, after, shown }: Renamable): void {
  for (const one of resolved) {
    const { answer, from, to } = one;
    const others = resolved.filter((other) => other !== one);
    const [old, now] = [`${what} "${shown(from)}"`, `${what} "${shown(to)}"`];
    if (!before.includes(from)) throw unknownRename(answer, `the database has no ${old}`);
    if (!after.includes(to)) throw unknownRename(answer, `no entity has a ${now}`);
    if (others.some((other) => other.from === from)) {
      throw unknownRename(answer, `${old} cannot have two new names`);
    }
    if (others.some((other) => other.to === to)) throw unknownRename(answer, `two of the same name: ${now}`);
    if (before.includes(to) && !others.some((other) => other.from === to)) {
      throw unknownRename(answer, `the database already has a ${now}`);
    }
  }
}

/** The items without those that are the same as an earlier one. */
function distinct<Item>(
  items: readonly Item[],
  isSame: (left: Item, right: Item) => boolean = equal,
): Item[] {
  return items.filter((item, index) => items.findIndex((other) => isSame(item, other)) === index);
}

/** The object of that path; the default schema may be named. */
function objectAt(path: readonly string[], defaultSchema: string | undefined): ObjectName {
  const [schema = "", name] = path;
  if (name === undefined) return { name: schema };
  return schema === defaultSchema ? { name } : { schema, name };
}

function isAt(object: ObjectName, path: readonly string[], defaultSchema: string | undefined): boolean {
  return (
    equal(pathOf(object), path) || (path.length === 2 && sameName(object, objectAt(path, defaultSchema)))
  );
}

/** The new name of a table that had that one: without a schema, it stays where it is. */
function newName(from: ObjectName, to: readonly string[], defaultSchema: string | undefined): ObjectName {
  return to.length === 1 ? nameOf({ ...from, name: to[0] ?? "" }) : objectAt(to, defaultSchema);
}

/**
 * The table renames among the answers, which may name the default schema. Throws `E_RENAME_UNKNOWN` for one that cannot
 * be.
 */
export function tableRenames(
  from: Schema,
  to: Schema,
  answers: readonly RenameAnswer[],
  defaultSchema?: string,
): RenameTable[] {
  const names = new Map([...from.tables, ...to.tables].map((table) => [keyOf(table), nameOf(table)]));
  const named = (key: string): ObjectName => names.get(key) ?? { name: key };
  const keyFor = (object: ObjectName): string => {
    names.set(keyOf(object), nameOf(object));
    return keyOf(object);
  };
  const meant = answers.flatMap((answer): Resolved[] => {
    const table = from.tables.find((candidate) => isAt(candidate, answer.path, defaultSchema));
    if (table === undefined) return [];
    const wanted = newName(table, answer.to, defaultSchema);
    return [{ answer, from: keyOf(table), to: keyFor(wanted) }];
  });
  const resolved = distinct(meant, (left, right) => left.from === right.from && left.to === right.to);
  const between = (key: string): string => keyFor({ ...named(key), name: nameBetween(named(key).name) });
  requirePossible(resolved, {
    what: "table",
    before: from.tables.map(keyOf),
    after: to.tables.map(keyOf),
    shown: (key) => displayName(named(key)),
  });
  return inOrder(resolved, between).map((change): RenameTable => ({
    kind: "renameTable",
    from: named(change.from),
    to: named(change.to),
  }));
}

/** The name that a table has after the renames. */
function nameAfter(name: ObjectName, renames: readonly RenameTable[]): ObjectName {
  return renames.reduce((now, rename) => (sameName(rename.from, now) ? rename.to : now), name);
}

/** What answers about columns speak of. */
interface ColumnContext {
  /** The first schema, with the new names of tables. */
  readonly from: Schema;
  readonly to: Schema;
  readonly tables: readonly RenameTable[];
  readonly defaultSchema: string | undefined;
}

/** The columns that the answer speaks of: those of the table that had that path before the renames. */
function tableOf(answer: RenameAnswer, { from, to, tables, defaultSchema }: ColumnContext): Table[] {
  const now = nameAfter(objectAt(answer.path.slice(0, -1), defaultSchema), tables);
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
  defaultSchema?: string,
): Renames {
  const byTable = new Map<Table, { readonly target: Table; readonly resolved: Resolved[] }>();
  for (const answer of distinct(answers)) {
    if (tables.some((rename) => isAt(rename.from, answer.path, defaultSchema))) continue;
    const [table, target] = tableOf(answer, { from, to, tables, defaultSchema });
    const [name, ...more] = answer.to;
    if (table === undefined || target === undefined || name === undefined || more.length > 0) {
      const missing = answer.path.length > 1 && more.length === 0 ? answer.path.slice(0, -1) : answer.path;
      throw unknownRename(answer, `there is no table "${missing.join(".")}"`);
    }
    const { resolved } = byTable.get(table) ?? { resolved: [] };
    const change = { answer, from: answer.path.at(-1) ?? "", to: name };
    byTable.set(table, { target, resolved: [...resolved, change] });
  }
  const columns = [...byTable].map(([table, { target, resolved }]): [string, RenameColumn[]] => {
    requirePossible(resolved, {
      what: `column of table "${table.name}":`,
      before: table.columns.map((column) => column.name),
      after: target.columns.map((column) => column.name),
      shown: (column) => column,
    });
    return [keyOf(table), inOrder(resolved).map((change) => ({ kind: "renameColumn", ...change }))];
  });
  return { tables, columns: new Map(columns) };
}
