import type { RoundTripCase } from "../../round-trip.js";
import { entity, manyToOne, view, type Entity } from "../entity.js";

/** Names of 70 bytes, of which PostgreSQL keeps 63, and never half a letter. */
const long = {
  "in ASCII": { name: "n".repeat(70), kept: "n".repeat(63) },
  "with letters of two bytes": { name: `x${"ü".repeat(35)}`, kept: `x${"ü".repeat(31)}` },
};

function everything(name: string, note: "varchar" | "text"): Entity[] {
  return [
    {
      name: "item",
      tableName: name,
      columns: {
        id: { type: "integer", primary: true, primaryKeyConstraintName: `p${name}` },
        value: { name, type: "integer", nullable: true },
        kind: { type: "enum", enum: ["a", "b"], enumName: `e${name}`, default: "a" },
        note: { type: note, nullable: true },
      },
      indices: [{ name: `i${name}`, columns: ["value"], where: `"${name}" > 0` }],
      uniques: [{ name: `u${name}`, columns: ["value", "note"] }],
      checks: [{ name: `c${name}`, expression: `"${name}" > 0` }],
      relations: {
        parent: manyToOne("item", {
          joinColumn: { name: "parent", foreignKeyConstraintName: `f${name}` },
        }),
      },
    },
    { ...view("all", `SELECT id FROM "${name}"`), tableName: `v${name}` },
  ];
}

const anchor = entity("anchor", {});
const cut = (name: string): string =>
  Buffer.from(name)
    .subarray(0, 63)
    .toString()
    .replace(/\uFFFD$/, "");

const tooLong = Object.entries(long).flatMap(([what, { name, kept }]): RoundTripCase[] => [
  {
    name: `too long, ${what}: everything of that name comes`,
    from: [anchor],
    to: [anchor, ...everything(name, "varchar")],
    expected: [
      `+ enum ${cut(`e${name}`)} (a, b)`,
      `+ table ${kept}`,
      `+ index ${cut(`i${name}`)} on ${kept} (${kept})`,
      `+ view ${cut(`v${name}`)}`,
    ],
  },
  {
    name: `too long, ${what}: a change`,
    from: everything(name, "varchar"),
    to: everything(name, "text"),
    expected: [`~ column ${kept}.note: type varchar → text`],
  },
]);

export const postgresNameCases: readonly RoundTripCase[] = [
  ...tooLong,
  {
    name: "nothing: a column that every table has already",
    from: [entity("item", {})],
    to: [entity("item", { version: { type: "integer", name: "xmin", nullable: true } })],
    expected: [],
  },
  {
    name: "names that differ in their case alone stand side by side",
    from: [entity("item", { a: { type: "varchar", nullable: true } })],
    to: [
      entity("item", { a: { type: "varchar", nullable: true }, A: { type: "integer", nullable: true } }),
      { ...entity("other", { a: { type: "integer" } }), tableName: "Item" },
    ],
    answers: { noRename: true },
    expected: ["+ table Item", "+ column item.A integer"],
  },
];
