import type { FailureCase } from "../round-trip-failure.js";
import { entity, manyToOne, type Columns, type Entity } from "./entity.js";

const text = { type: "varchar", nullable: true } as const;
const item = (columns: Columns, extra: Partial<Entity> = {}): Entity => entity("item", columns, extra);

/** Rows that break what the entities want. */
export const misfitRows: readonly FailureCase[] = [
  {
    name: "a new unique",
    from: [item({ a: text })],
    to: [item({ a: { ...text, unique: true } })],
    rows: ["INSERT INTO item VALUES (1, 'same'), (2, 'same')"],
    fails: "upgrade",
    code: "E_ROWS_BREAK_CONSTRAINT",
    says: ["+ unique UQ_", " on item (a)", "UNIQUE constraint failed: item.a"],
    onPostgres: {
      says: ["+ unique UQ_", " on item (a)", "rows break a constraint: 2 rows, such as a = same"],
    },
  },
  {
    name: "a new unique index",
    from: [item({ a: text })],
    to: [item({ a: text }, { indices: [{ name: "i", columns: ["a"], unique: true }] })],
    rows: ["INSERT INTO item VALUES (1, 'same'), (2, 'same')"],
    fails: "upgrade",
    code: "E_ROWS_BREAK_CONSTRAINT",
    says: ["+ unique index i on item (a)", "UNIQUE constraint failed: item.a"],
    onPostgres: { says: ["+ unique index i on item (a)", "2 rows, such as a = same"] },
  },
  {
    name: "a new check",
    from: [item({ a: { type: "int" } })],
    to: [item({ a: { type: "int" } }, { checks: [{ name: "positive", expression: "a > 1" }] })],
    fails: "upgrade",
    code: "E_ROWS_BREAK_CONSTRAINT",
    says: ["+ check positive on item: a > 1", "CHECK constraint failed: positive"],
    onPostgres: { says: ["+ check positive on item: a > 1", "rows break a constraint: 1 row, id = 1"] },
  },
  {
    name: "a new primary key",
    from: [item({ id: { type: "integer", primary: true }, a: { type: "varchar" } })],
    to: [item({ id: { type: "integer" }, a: { type: "varchar", primary: true } })],
    rows: ["INSERT INTO item VALUES (1, 'same'), (2, 'same')"],
    fails: "upgrade",
    code: "E_ROWS_BREAK_CONSTRAINT",
    says: ["+ primary key of item (a)", "UNIQUE constraint failed: item.a"],
    onPostgres: { says: ["+ primary key of item (a)", "2 rows, such as a = same"] },
  },
  {
    name: "a new foreign key",
    from: [entity("parent", {}), item({ parentId: { type: "integer", nullable: true } })],
    to: [
      entity("parent", {}),
      item({ parentId: { type: "integer", nullable: true } }, { relations: { parent: manyToOne("parent") } }),
    ],
    rows: ["INSERT INTO item VALUES (1, 99)"],
    fails: "upgrade",
    code: "E_FOREIGN_KEY_VIOLATION",
    says: ['of "item" would refer to rows of "parent" that are not there', "to.ts"],
    hint: "Mend the rows, or add a step to the revision that does.\nIt was rolled back; the revisions before it stay.",
    onPostgres: {
      code: "E_ROWS_BREAK_CONSTRAINT",
      says: ["+ foreign key FK_", "on item (parentId) → parent", "1 row, id = 1 (parentId = 99)", "to.ts"],
      hint: "Mend the rows first, or add a step to the revision that does.\nIt was rolled back; the revisions before it stay.",
    },
  },
  {
    name: "an enum loses a member that rows hold",
    from: [item({ a: { type: "simple-enum", enum: ["x", "y"] } })],
    to: [item({ a: { type: "simple-enum", enum: ["x"] } })],
    fails: "upgrade",
    code: "E_ROWS_BREAK_CONSTRAINT",
    says: ['~ column item.a: enumValues ["x","y"] → ["x"]', "CHECK constraint failed"],
    onPostgres: {
      fails: "revision",
      code: "E_VALUE_IN_USE",
      says: ["rows hold values that go: item_a_enum.y (1 row)"],
      exitCode: 6,
    },
  },
  {
    name: "a text becomes an enum that rows do not fit",
    from: [item({ a: { type: "varchar" } })],
    to: [item({ a: { type: "simple-enum", enum: ["x"] } })],
    fails: "upgrade",
    code: "E_ROWS_BREAK_CONSTRAINT",
    says: ["CHECK constraint failed"],
    onPostgres: {
      fails: "revision",
      code: "E_VALUE_IN_USE",
      says: ["rows hold values that go: item_a_enum.1'\"é (1 row), "],
      exitCode: 6,
    },
  },
  {
    name: "NULL came in after the revision was written",
    from: [item({ a: text })],
    to: {
      up: `  await op.alterTable("item", (table) => [table.alterColumn("a", { nullable: true }, { nullable: false })]);`,
    },
    rows: ["INSERT INTO item VALUES (1, NULL)"],
    fails: "upgrade",
    code: "E_ROWS_BREAK_CONSTRAINT",
    says: ["~ column item.a: nullable true → false", "NOT NULL constraint failed"],
    onPostgres: { says: ["~ column item.a: nullable true → false", "1 row, id = 1"] },
  },
  {
    name: "a STRICT table gets another type",
    only: "sqlite",
    from: [item({ a: { type: "text" } })],
    to: [item({ a: { type: "integer" } })],
    byHand: [
      "DROP TABLE item",
      "CREATE TABLE item (id integer PRIMARY KEY NOT NULL, a text NOT NULL) STRICT",
    ],
    fails: "upgrade",
    code: "E_ROWS_BREAK_CONSTRAINT",
    says: ["~ column item.a: type text → integer"],
  },
  {
    name: "rows that came after the upgrade do not fit the way down",
    from: [item({ a: { ...text, unique: true } })],
    to: [item({ a: text })],
    meanwhile: ["INSERT INTO item VALUES (11, 'same'), (12, 'same')"],
    fails: "downgrade",
    code: "E_ROWS_BREAK_CONSTRAINT",
    says: ["UNIQUE constraint failed: item.a"],
    onPostgres: { says: ["downgrade of", "+ unique UQ_", "2 rows, such as a = same"] },
  },
  {
    name: "a parent is gone on the way down",
    from: [entity("parent", {}), item({}, { relations: { parent: manyToOne("parent") } })],
    to: [item({ parentId: { type: "integer", nullable: true } })],
    fails: "downgrade",
    code: "E_FOREIGN_KEY_VIOLATION",
    says: ['of "item" would refer to rows of "parent" that are not there'],
    onPostgres: {
      code: "E_ROWS_BREAK_CONSTRAINT",
      says: ["+ foreign key FK_", "3 rows, such as id = 1 (parentId = 1)"],
    },
  },
];
