import type { EntitySchemaColumnOptions } from "typeorm";
import type { RoundTripCase } from "../round-trip.js";
import { entity } from "./entity.js";

/** A change of one column, and the one line that must come of it. */
function change(
  name: string,
  from: EntitySchemaColumnOptions,
  to: EntitySchemaColumnOptions,
  expected: string,
  extra: Partial<RoundTripCase> = {},
): RoundTripCase {
  return {
    name,
    from: [entity("item", { value: from })],
    to: [entity("item", { value: to })],
    expected: expected === "" ? [] : [expected],
    ...extra,
  };
}

const changes: readonly RoundTripCase[] = [
  change(
    "varchar(30) → varchar(40)",
    { type: "varchar", length: 30 },
    { type: "varchar", length: 40 },
    "~ column item.value: type varchar(30) → varchar(40)",
  ),
  change(
    "varchar(30) → varchar",
    { type: "varchar", length: 30 },
    { type: "varchar" },
    "~ column item.value: type varchar(30) → varchar",
  ),
  change(
    "text → varchar(255)",
    { type: "text" },
    { type: "varchar", length: 255 },
    "~ column item.value: type text → varchar(255)",
  ),
  change(
    "decimal(10,5) → (10,6)",
    { type: "decimal", precision: 10, scale: 5 },
    { type: "decimal", precision: 10, scale: 6 },
    "~ column item.value: type decimal(10,5) → decimal(10,6)",
    {
      onPostgres: {
        expected: ["~ column item.value: type numeric(10,5) → numeric(10,6)"],
        changes: ["item.value"],
      },
    },
  ),
  change(
    "numeric → numeric(10,2)",
    { type: "numeric" },
    { type: "numeric", precision: 10, scale: 2 },
    "~ column item.value: type numeric → numeric(10,2)",
    { onPostgres: { changes: ["item.value"] } },
  ),
  change("bigint → int", { type: "bigint" }, { type: "int" }, "~ column item.value: type bigint → integer", {
    onPostgres: { changes: ["item.value"] },
  }),
  change("nothing: int is integer", { type: "int" }, { type: "integer" }, ""),
  change(
    "nullable → not null, no NULL in rows",
    { type: "varchar", nullable: true },
    { type: "varchar" },
    "~ column item.value: nullable true → false",
  ),
  change(
    "not null → nullable",
    { type: "varchar" },
    { type: "varchar", nullable: true },
    "~ column item.value: nullable false → true",
  ),
  change(
    "default 'a' → 'b'",
    { type: "varchar", default: "a" },
    { type: "varchar", default: "b" },
    "~ column item.value: default 'a' → 'b'",
    { onPostgres: { expected: ["~ column item.value: default 'a'::character varying → 'b'"] } },
  ),
  change(
    "default 15 → 20",
    { type: "int", default: 15 },
    { type: "int", default: 20 },
    "~ column item.value: default 15 → 20",
    { onPostgres: { expected: ["~ column item.value: default 15 → '20'"] } },
  ),
  change(
    "default added",
    { type: "int" },
    { type: "int", default: 0 },
    "~ column item.value: default none → 0",
    { onPostgres: { expected: ["~ column item.value: default none → '0'"] } },
  ),
  change(
    "default removed",
    { type: "int", default: 0 },
    { type: "int" },
    "~ column item.value: default 0 → none",
  ),
  change(
    "default string → number",
    { type: "varchar", default: "1" },
    { type: "varchar", default: 1 },
    "~ column item.value: default '1' → 1",
    { onPostgres: { expected: [] } },
  ),
  change(
    "default literal → expression",
    { type: "datetime", default: "2020-01-01" },
    { type: "datetime", default: () => "datetime('now')" },
    "~ column item.value: default '2020-01-01' → datetime('now')",
    { only: "sqlite" },
  ),
  change(
    "CURRENT_DATE → now",
    { type: "date", default: () => "CURRENT_DATE" },
    { type: "date", default: () => "CURRENT_TIMESTAMP" },
    "~ column item.value: default CURRENT_DATE → CURRENT_TIMESTAMP",
    { onPostgres: { expected: ["~ column item.value: default ('now'::text)::date → now()"] } },
  ),
  change(
    "collation added",
    { type: "varchar" },
    { type: "varchar", collation: "NOCASE" },
    "~ column item.value: collation none → NOCASE",
    { only: "sqlite" },
  ),
  change(
    "collation changed",
    { type: "varchar", collation: "RTRIM" },
    { type: "varchar", collation: "NOCASE" },
    "~ column item.value: collation RTRIM → NOCASE",
    { only: "sqlite" },
  ),
];

/** What PostgreSQL has enum types and stored generated columns for, with cases of its own. */
const inSqlite: readonly RoundTripCase[] = [
  change(
    "enum member added",
    { type: "simple-enum", enum: ["a", "b"] },
    { type: "simple-enum", enum: ["a", "b", "c"] },
    '~ column item.value: enumValues ["a","b"] → ["a","b","c"]',
  ),
  change(
    "enum member removed, no rows hold it",
    { type: "simple-enum", enum: ["a", "b"] },
    { type: "simple-enum", enum: ["a"] },
    '~ column item.value: enumValues ["a","b"] → ["a"]',
    { rows: ["INSERT INTO item VALUES (1, 'a')"] },
  ),
  change(
    "enum reordered",
    { type: "simple-enum", enum: ["a", "b"] },
    { type: "simple-enum", enum: ["b", "a"] },
    '~ column item.value: enumValues ["a","b"] → ["b","a"]',
  ),
  change(
    "varchar → enum",
    { type: "varchar" },
    { type: "simple-enum", enum: ["a", "b"] },
    '~ column item.value: enumValues none → ["a","b"]',
    { rows: ["INSERT INTO item VALUES (1, 'a')"] },
  ),
  change(
    "generated expression",
    { type: "int", asExpression: "id * 5", nullable: true },
    { type: "int", asExpression: "id * 42", nullable: true },
    '~ column item.value: generated {"expression":"id * 5","stored":false} → {"expression":"id * 42","stored":false}',
    { changes: ["item.value"] },
  ),
  change(
    "generated virtual → stored",
    { type: "int", asExpression: "id * 5", nullable: true },
    { type: "int", asExpression: "id * 5", generatedType: "STORED", nullable: true },
    '~ column item.value: generated {"expression":"id * 5","stored":false} → {"expression":"id * 5","stored":true}',
  ),
  change(
    "generated → plain keeps the values",
    { type: "int", asExpression: "id * 5", nullable: true },
    { type: "int", nullable: true },
    '~ column item.value: generated {"expression":"id * 5","stored":false} → none',
  ),
  change(
    "plain → generated",
    { type: "int", nullable: true },
    { type: "int", asExpression: "id * 5", nullable: true },
    '~ column item.value: generated none → {"expression":"id * 5","stored":false}',
    { changes: ["item.value"] },
  ),
  change(
    "nothing: spacing of a generated expression",
    { type: "int", asExpression: "id*5", nullable: true },
    { type: "int", asExpression: "( id  *  5 )", nullable: true },
    "",
  ),
];

export const columnChangeCases: readonly RoundTripCase[] = [
  ...changes,
  ...inSqlite.map((test): RoundTripCase => ({ ...test, only: "sqlite" })),
];
