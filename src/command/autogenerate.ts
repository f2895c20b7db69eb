import type { DataSource } from "typeorm";
import { diff, applyRenames, type Renames } from "../diff/diff.js";
import { settleExpressions } from "../diff/expressions.js";
import { adopt, type Unmanaged } from "../diff/ownership.js";
import type { Dialect, ExpressionPair, Verdict } from "../dialect/dialect.js";
import { AludelError, exitCode } from "../errors.js";
import { readModel } from "../model/read-model.js";
import { applyAll } from "../operation/apply.js";
import { invertAll } from "../operation/invert.js";
import type { Operation } from "../operation/operation.js";
import { schemaDifferences } from "../schema/compare.js";
import { displayName, keyOf, type ObjectName } from "../schema/name.js";
import type { Schema, Table, View } from "../schema/schema.js";
import { comparable } from "./current-schema.js";
import { findColumnRenames, findTableRenames, shellQuote } from "./find-renames.js";
import type { Project } from "./project.js";
import type { Questioner } from "./questioner.js";

/** Answers that a user gives beforehand. */
export interface Answers {
  /** `old:new` for tables, `table.old:new` for columns. */
  readonly renames?: readonly string[];
  /** Nothing was renamed, except what `renames` says. */
  readonly noRename?: boolean;
  /** Names of unmanaged objects that may be dropped. */
  readonly drops?: readonly string[];
}

/** What is compared, and how. */
export interface Comparison {
  readonly project: Project;
  readonly dataSource: DataSource;
  readonly dialect: Dialect;
  /** What the database holds. */
  readonly live: Schema;
  /** What the history of revisions made, as far as that can be known. */
  readonly history: Schema;
  readonly answers: Answers;
  readonly questioner?: Questioner | undefined;
}

/** How the entities differ from the database. */
export interface Difference {
  readonly from: Schema;
  readonly to: Schema;
  readonly up: readonly Operation[];
  readonly down: readonly Operation[];
  readonly renames: Renames;
  /** What is in the database and left alone. */
  readonly unmanaged: readonly Unmanaged[];
  /** Tables that Aludel cannot hold, with the reasons, which are left alone. */
  readonly unsupported: readonly { readonly name: string; readonly reasons: readonly string[] }[];
  /** Expressions of which nobody can say whether they changed, which are left alone. */
  readonly unknown: readonly { readonly where: string; readonly reason: string }[];
}

interface Owned {
  readonly schema: Schema;
  readonly unmanaged: readonly Unmanaged[];
}

function names(objects: readonly ObjectName[]): Set<string> {
  return new Set(objects.map(keyOf));
}

/** Leaves out the tables and views that no entity wants, no revision made and nobody named: they are not ours to drop. */
function owned(current: Schema, target: Schema, history: Schema, drops: ReadonlySet<string>): Owned {
  const ours = names([...target.tables, ...target.views, ...history.tables, ...history.views]);
  const isOurs = (object: ObjectName): boolean => ours.has(keyOf(object)) || drops.has(displayName(object));
  const left = (kind: "table" | "view", objects: readonly ObjectName[]): Unmanaged[] =>
    objects.filter((object) => !isOurs(object)).map((object) => ({ kind, name: displayName(object) }));
  return {
    schema: { tables: current.tables.filter(isOurs), views: current.views.filter(isOurs) },
    unmanaged: [...left("table", current.tables), ...left("view", current.views)],
  };
}

function requireKnownDrops(drops: readonly string[], current: Schema): void {
  const known = new Set([
    ...current.tables.flatMap((table) => [
      displayName(table),
      ...[...table.indexes, ...table.triggers].map(({ name }) => name),
    ]),
    ...current.views.map(displayName),
  ]);
  const unknown = drops.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new AludelError(
    "E_DROP_UNKNOWN",
    `--drop ${unknown}: the database has no table, view, index or trigger of that name`,
    {
      hint: "Check its spelling. A check, a key or a unique constraint goes by itself when its entity no longer has it.",
      exitCode: exitCode.usage,
    },
  );
}

function requireNothingInTheWay(inTheWay: readonly Unmanaged[]): void {
  if (inTheWay.length === 0) return;
  const listed = inTheWay.map(({ kind, name, table }) => `${kind} ${name} of table ${table ?? ""}`);
  throw new AludelError(
    "E_UNMANAGED_IN_THE_WAY",
    `a column goes that is used by what no entity describes: ${listed.join(", ")}`,
    {
      hint: `If it may go with the column: ${inTheWay.map(({ name }) => `--drop ${shellQuote(name)}`).join(" ")}`,
      exitCode: exitCode.answerMissing,
    },
  );
}

function indexNames(schema: Schema): Set<string> {
  return new Set(
    schema.tables.flatMap((table) => [...table.indexes, ...table.triggers].map(({ name }) => name)),
  );
}

/** Triggers by name alone: what a renamed table or column does to their text, only the database knows. */
function withoutTriggerText(schema: Schema): Schema {
  const blank = <Owner extends Table | View>(owner: Owner): Owner => ({
    ...owner,
    triggers: owner.triggers.map(({ name }) => ({ name, sql: "" })),
  });
  return { tables: schema.tables.map(blank), views: schema.views.map(blank) };
}

type Proof = Pick<Difference, "from" | "to" | "up" | "down" | "renames">;

/** Fails where the operations do not lead from the one schema to the other and back: a bug, and no file is written. */
async function requireProven(
  proof: Proof,
  compareExpressions: (pairs: readonly ExpressionPair[]) => Promise<readonly Verdict[]>,
): Promise<void> {
  const { from, to, up, down, renames } = proof;
  const isRenaming = renames.tables.length + renames.columns.size > 0;
  const compared = isRenaming ? withoutTriggerText : (schema: Schema): Schema => schema;
  const check = async (way: string, reached: Schema, wanted: Schema): Promise<string[]> => {
    const { schema } = await settleExpressions(reached, wanted, compareExpressions);
    return schemaDifferences(compared(reached), compared(schema)).map((path) => `${way}: ${path}`);
  };
  const wrong = [
    ...(await check("up", applyAll(from, up), to)),
    ...(await check("down", applyAll(to, down), from)),
  ];
  if (wrong.length === 0) return;
  throw new AludelError(
    "E_INTERNAL",
    `the differences found do not lead to the target: ${wrong.slice(0, 5).join(", ")}`,
    {
      hint: "This is a bug of Aludel; no file was written. Please report it with both schemas.",
    },
  );
}

/**
 * Compares the entities with the database. What may be a rename is asked about, or ends with `E_RENAME_UNDECIDED`;
 * nothing is dropped that the history did not create and nobody named.
 */
export async function compare(comparison: Comparison): Promise<Difference> {
  const { project, dataSource, dialect, live, history, answers } = comparison;
  const model = readModel(dataSource, dialect);
  const { current, target } = comparable(live, model, dataSource, project);
  const drops = new Set(answers.drops);
  requireKnownDrops(answers.drops ?? [], current.schema);
  const renaming = { ...comparison, target };
  const tables = await findTableRenames(current.schema, renaming);
  const named = new Set([...drops, ...tables.map((rename) => displayName(rename.from))]);
  const { schema: from, unmanaged } = owned(current.schema, target, history, named);
  const renames = await findColumnRenames(from, tables, renaming);
  const renamed = applyRenames(from, renames);
  const compareExpressions = async (pairs: readonly ExpressionPair[]): Promise<Verdict[]> =>
    dialect.compareExpressions(pairs, undefined);
  const settled = await settleExpressions(renamed, target, compareExpressions);
  const created = indexNames(history);
  const adopted = adopt(renamed, settled.schema, {
    unmanagedIndexes: model.unmanagedIndexes,
    goes: (name, losesColumn) => drops.has(name) || (losesColumn && created.has(name)),
    isPlainInHistory: (table, column) => {
      const known = history.tables.find((candidate) => displayName(candidate) === table);
      const made = known?.columns.find((candidate) => candidate.name === column);
      return made !== undefined && made.enumValues === undefined;
    },
    keepConstraintNames: project.options.constraintNames === "keep",
  });
  requireNothingInTheWay(adopted.inTheWay);
  const up = diff(from, adopted.schema, renames, { forwardReferences: dialect.forwardReferences });
  const difference = {
    from,
    to: adopted.schema,
    up,
    down: invertAll(up),
    renames,
    unmanaged: [...unmanaged, ...adopted.unmanaged],
    unsupported: current.unsupported.map((table) => ({
      name: displayName(table),
      reasons: table.unsupported ?? [],
    })),
    unknown: settled.unknown,
  };
  await requireProven(difference, compareExpressions);
  return difference;
}
