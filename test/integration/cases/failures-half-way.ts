import type { FailureCase } from "../round-trip-failure.js";
import { entity, manyToOne, view, type Columns, type Entity } from "./entity.js";

const text = { type: "varchar", nullable: true } as const;
const item = (columns: Columns, extra: Partial<Entity> = {}): Entity => entity("item", columns, extra);

/** Five operations, of which the third is given. */
const five = (third: string): string => `
  await op.createTable("first", (table) => [table.column("id", "integer"), table.primaryKey(["id"])]);
  await op.alterTable("item", (table) => [table.alterColumn("a", { type: "varchar" }, { type: "text" })]);
  ${third}
  await op.dropTable("other", (table) => [table.column("id", "integer"), table.primaryKey(["id"])]);
  await op.createTable("last", (table) => [table.column("id", "integer"), table.primaryKey(["id"])]);`;

/** Revisions that fail on the way. */
export const halfWay: readonly FailureCase[] = [
  ...(
    [
      [
        "a statement with an error",
        `await op.execute("INSERT INTO nowhere VALUES (1)");`,
        "E_STATEMENT_FAILED",
        "no such table: nowhere",
        ["E_OBJECT_MISSING", 'relation "nowhere" does not exist'],
      ],
      [
        "rows that break a constraint",
        `await op.execute("INSERT INTO item VALUES (1, 'again')");`,
        "E_ROWS_BREAK_CONSTRAINT",
        "UNIQUE constraint failed",
        ["E_ROWS_BREAK_CONSTRAINT", "Key (id)=(1) already exists"],
      ],
      [
        "a rebuild that fails at its rows",
        `await op.alterTable("item", (table) => [table.addCheck("id > 1", { name: "c" })]);`,
        "E_ROWS_BREAK_CONSTRAINT",
        "CHECK constraint failed: c",
        ["E_ROWS_BREAK_CONSTRAINT", "1 row, id = 1"],
      ],
      [
        "a value that cannot be computed",
        `await op.alterTable("item", (table) => [table.addColumn("n", "integer", { backfill: "unheard(a)" })]);`,
        "E_STATEMENT_FAILED",
        "no such function: unheard",
        ["E_OBJECT_MISSING", "function unheard(text) does not exist"],
      ],
      [
        "an error of the author's own",
        `throw new Error("stop here");`,
        "E_REVISION_FAILED",
        "stop here",
        ["E_REVISION_FAILED", "stop here"],
      ],
      [
        "an operation that does not fit",
        `await op.alterTable("item", (table) => [table.dropColumn("z", "varchar")]);`,
        "E_OPERATION_CONFLICT",
        'table "item" has no column "z"',
        ["E_OBJECT_MISSING", 'column "z" of relation "item" does not exist'],
      ],
      [
        "a table that is not there",
        `await op.alterTable("nowhere", (table) => [table.dropColumn("z", "varchar")]);`,
        "E_TABLE_UNKNOWN",
        '"nowhere"',
        ["E_OBJECT_MISSING", 'relation "nowhere" does not exist'],
      ],
    ] as const
  ).map(([name, third, code, says, [codeOnPostgres, saysOnPostgres]]): FailureCase => ({
    name: `third of five operations: ${name}`,
    from: [
      item({ a: { type: "varchar" } }),
      entity("other", {}),
      entity("child", {}, { relations: { item: manyToOne("item", { onDelete: "CASCADE" }) } }),
    ],
    to: { up: five(third) },
    fails: "upgrade",
    code,
    says: [says],
    onPostgres: { code: codeOnPostgres, says: [saysOnPostgres] },
  })),
  {
    name: "a view would no longer work",
    from: [item({ a: text, b: text })],
    to: [item({ b: text })],
    byHand: ["CREATE VIEW mine AS SELECT a FROM item"],
    fails: "upgrade",
    code: "E_VIEW_BROKEN",
    says: ['view "mine" would not work', "no such column: a"],
    onPostgres: {
      fails: "revision",
      code: "E_UNMANAGED_IN_THE_WAY",
      says: ["a column goes that is used by what no entity describes: view mine"],
      hint: "If it may go: --drop mine",
      exitCode: 6,
    },
  },
  {
    name: "a trigger of another table would no longer work",
    only: "sqlite",
    from: [item({ a: text, b: text }), entity("other", {})],
    to: [item({ b: text }), entity("other", {})],
    byHand: ["CREATE TRIGGER t AFTER INSERT ON other BEGIN UPDATE item SET a = 'x' WHERE id = NEW.id; END"],
    rows: [],
    fails: "upgrade",
    code: "E_TRIGGER_BROKEN",
    says: ['a trigger for INSERT of "other" would not work', "no such column: a"],
  },
  {
    name: "a table goes that a trigger of another one writes to",
    only: "sqlite",
    from: [item({}), entity("log", {})],
    to: [item({})],
    byHand: ["CREATE TRIGGER t AFTER UPDATE ON item BEGIN INSERT INTO log VALUES (NEW.id); END"],
    fails: "upgrade",
    code: "E_TRIGGER_BROKEN",
    says: ['a trigger for UPDATE of "item" would not work', "no such table: main.log"],
  },
  {
    name: "a view of an entity reads what is not there",
    from: [item({ a: text })],
    to: [item({ a: text }), view("broken", "SELECT missing FROM item")],
    fails: "upgrade",
    code: "E_VIEW_BROKEN",
    says: ['view "broken"', "no such column: missing"],
    onPostgres: { code: "E_OBJECT_MISSING", says: ["+ view broken", 'column "missing" does not exist'] },
  },
];
