import type { DataSource } from "typeorm";
import { applyNames, applyRenames, diff, type Renames } from "../diff/diff.js";
import { settleExpressions } from "../diff/expressions.js";
import { readersOfRemade } from "../diff/in-the-way.js";
import { adopt, type Unmanaged } from "../diff/ownership.js";
import type { Connection, Dialect, ExpressionPair, Verdict } from "../dialect/dialect.js";
import { AludelError, exitCode } from "../errors.js";
import type { Model } from "../model/read-model.js";
import { applyAll } from "../operation/apply.js";
import { invertAll } from "../operation/invert.js";
import type { Operation } from "../operation/operation.js";
import { schemaDifferences } from "../schema/compare.js";
import { displayName, keyOf, type ObjectName } from "../schema/name.js";
import type { Schema, Table, View } from "../schema/schema.js";
import { comparable } from "./current-schema.js";
import { findColumnRenames, findTableRenames, shellQuote } from "./find-renames.js";
import { findEnumAnswers } from "./find-values.js";
import { ownershipRules } from "./ownership-rules.js";
import type { Project } from "./project.js";
import type { Questioner } from "./questioner.js";
import { valueCounter } from "./row-counter.js";

/** Answers that a user gives beforehand. */
export interface Answers {
  /** `old:new` for tables, `table.old:new` for columns. */
  readonly renames?: readonly string[];
  /** Nothing was renamed, except what `renames` says. */
  readonly noRename?: boolean;
  /** `enum.old:new` for values of enums that are spelled anew. */
  readonly renamedValues?: readonly string[];
  /** `enum.value:other`, or `enum.value:null`, for what rows get instead of a value that goes. */
  readonly mappedValues?: readonly string[];
  /** Nothing is asked about values that go, whatever rows hold them: to compare, not to write a revision. */
  readonly leaveValues?: boolean;
  /** Names of unmanaged objects that may be dropped. */
  readonly drops?: readonly string[];
}

/** What is compared, and how. */
export interface Comparison {
  readonly project: Project;
  readonly dataSource: DataSource;
  readonly dialect: Dialect;
  /** Absent where there is no database yet. */
  readonly connection?: Connection | undefined;
  /** What the entities want. */
  readonly model: Model;
  /** What the database holds. */
  readonly live: Schema;
  /** What the history of revisions made, as far as that can be known. */
  readonly history: Schema;
  /** The schema whose name is left out; none where the database has no schemas. */
  readonly defaultSchema?: string | undefined;
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
    schema: { ...current, tables: current.tables.filter(isOurs), views: current.views.filter(isOurs) },
    unmanaged: [...left("table", current.tables), ...left("view", current.views)],
  };
}

function requireKnownDrops(drops: readonly string[], current: Schema): void {
  const known = new Set([
    ...current.tables.flatMap((table) => [
      displayName(table),
      ...[...table.indexes, ...table.triggers, ...(table.exclusions ?? [])].map(({ name }) => name),
    ]),
    ...[...current.views, ...current.enums, ...current.sequences].map(displayName),
    ...current.extensions.map(({ name }) => name),
    ...current.schemas,
  ]);
  const unknown = drops.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new AludelError(
    "E_DROP_UNKNOWN",
    `--drop ${unknown}: the database has nothing of that name that could be dropped`,
    {
      hint: "Check its spelling. A check, a key or a unique constraint goes by itself when its entity no longer has it.",
      exitCode: exitCode.usage,
    },
  );
}

function requireNothingInTheWay(inTheWay: readonly Unmanaged[], what = "a column goes"): void {
  if (inTheWay.length === 0) return;
  const listed = inTheWay.map(({ kind, name, table }) => `${kind} ${name} of table ${table ?? ""}`);
  const bySql = inTheWay.filter(({ kind }) => onlyBySql.includes(kind));
  const byFlag = inTheWay.filter(({ kind }) => !onlyBySql.includes(kind));
  const hints = [
    ...(byFlag.length === 0
      ? []
      : [`If it may go: ${byFlag.map(({ name }) => `--drop ${shellQuote(name)}`).join(" ")}`]),
    ...bySql.map(
      ({ kind, name, table }) =>
        `If it may go, drop it in a revision before: op.execute("DROP ${kind.toUpperCase()} ${name} ON ${table ?? ""}")`,
    ),
  ];
  throw new AludelError(
    "E_UNMANAGED_IN_THE_WAY",
    `${what} that is used by what no entity describes: ${listed.join(", ")}`,
    { hint: hints.join("\n"), exitCode: exitCode.answerMissing },
  );
}

/** What no operation drops. */
const onlyBySql: readonly Unmanaged["kind"][] = ["policy", "rule", "statistics"];

/** Triggers by name alone: what a renamed table or column does to their text, only the database knows. */
function withoutTriggerText(schema: Schema): Schema {
  const blank = <Owner extends Table | View>(owner: Owner): Owner => ({
    ...owner,
    triggers: owner.triggers.map(({ name }) => ({ name, sql: "" })),
  });
  return { ...schema, tables: schema.tables.map(blank), views: schema.views.map(blank) };
}

/** Compares expressions of the one schema with those of the other. */
type Compare = (from: Schema, to: Schema) => (pairs: readonly ExpressionPair[]) => Promise<Verdict[]>;

type Proof = Pick<Difference, "from" | "to" | "up" | "down" | "renames">;

/** A schema or extension that comes stays on the way down: nobody knows who else uses it, or had it before. */
function isUndone({ kind }: Operation): boolean {
  return kind !== "createSchema" && kind !== "createExtension";
}

/** The schema with the schemas and extensions of the other one besides. */
function withKept(schema: Schema, other: Schema): Schema {
  const known = new Set(schema.extensions.map(({ name }) => name));
  return {
    ...schema,
    schemas: [...new Set([...schema.schemas, ...other.schemas])],
    extensions: [...schema.extensions, ...other.extensions.filter(({ name }) => !known.has(name))],
  };
}

/** Fails where the operations do not lead from the one schema to the other and back: a bug, and no file is written. */
async function requireProven(proof: Proof, compareExpressions: Compare): Promise<void> {
  const { from, to, up, down, renames } = proof;
  const isRenaming = renames.tables.length + renames.columns.size > 0;
  const compared = isRenaming ? withoutTriggerText : (schema: Schema): Schema => schema;
  const check = async (way: string, reached: Schema, wanted: Schema): Promise<string[]> => {
    const { schema } = await settleExpressions(reached, wanted, compareExpressions(reached, wanted));
    return schemaDifferences(compared(reached), compared(schema)).map((path) => `${way}: ${path}`);
  };
  const wrong = [
    ...(await check("up", applyAll(from, up), to)),
    ...(await check("down", applyAll(to, down), withKept(from, to))),
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

/** New indexes of tables that are there are made concurrently where the entity asks for it; a new table has no rows to wait for. */
function withConcurrentIndexes(
  operations: readonly Operation[],
  concurrent: ReadonlySet<string>,
): Operation[] {
  const created = names(operations.flatMap((one) => (one.kind === "createTable" ? [one.table] : [])));
  return operations.map((operation) =>
    operation.kind === "createIndex" &&
    concurrent.has(operation.index.name) &&
    !created.has(keyOf(operation.table))
      ? { ...operation, concurrently: true }
      : operation,
  );
}

/**
 * Compares the entities with the database. What may be a rename is asked about, or ends with `E_RENAME_UNDECIDED`;
 * nothing is dropped that the history did not create and nobody named.
 */
export async function compare(comparison: Comparison): Promise<Difference> {
  const { project, dataSource, dialect, connection, model, live, history, answers } = comparison;
  const { current, target } = comparable(live, model, dataSource, project);
  const drops = new Set(answers.drops);
  requireKnownDrops(answers.drops ?? [], current.schema);
  const renaming = { ...comparison, target };
  const tables = await findTableRenames(current.schema, renaming);
  const named = new Set([...drops, ...tables.map((rename) => displayName(rename.from))]);
  const { schema: from, unmanaged } = owned(current.schema, target, history, named);
  const renames = await findColumnRenames(from, tables, renaming);
  const values = await findEnumAnswers({
    from: applyRenames(from, renames),
    target,
    answers,
    questioner: comparison.questioner,
    countRows: valueCounter(connection, dialect, live),
  });
  const renamed = applyNames(from, target, renames, values);
  const compareExpressions: Compare = (before, after) => async (pairs) =>
    dialect.compareExpressions(pairs, { connection, from: before, to: after });
  const settled = await settleExpressions(renamed, target, compareExpressions(renamed, target), renames);
  const adopted = adopt(
    renamed,
    settled.schema,
    ownershipRules({ project, model, history, live, compared: from, drops }),
  );
  requireNothingInTheWay(adopted.inTheWay);
  const found = diff(from, adopted.schema, renames, dialect.abilities, values);
  requireNothingInTheWay(readersOfRemade(from, found), "a view is dropped and made anew");
  const up = withConcurrentIndexes(found, new Set(model.concurrentIndexes));
  const difference = {
    from,
    to: adopted.schema,
    up,
    down: invertAll(up.filter(isUndone)),
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
