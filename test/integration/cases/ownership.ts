import type { RoundTripCase } from "../round-trip.js";
import { entity, type Entity } from "./entity.js";

const text = { type: "varchar", nullable: true } as const;
const item = (note: "varchar" | "text" = "varchar"): Entity =>
  entity("item", { name: { type: "varchar" }, note: { type: note, nullable: true } });
const rebuilt = "~ column item.note: type varchar → text";

const twice: Entity = { ...entity("item_stock", { stock: { type: "int", default: 0 } }), tableName: "item" };

export const ownershipCases: readonly RoundTripCase[] = [
  {
    name: "a list of values that was made by hand stays",
    from: [entity("item", { role: { type: "varchar" }, note: { type: "varchar" } })],
    to: [entity("item", { role: { type: "varchar" }, note: { type: "varchar", length: 9 } })],
    byHand: [
      'DROP TABLE "item"',
      `CREATE TABLE "item" ("id" integer PRIMARY KEY NOT NULL, "role" varchar CHECK (role IN ('a','b')) NOT NULL, "note" varchar NOT NULL)`,
    ],
    expected: ["~ column item.note: type varchar → varchar(9)"],
    keeps: true,
    offline: false,
    only: "sqlite",
    finds: [
      ["SELECT instr(sql, 'CHECK') > 0 AS checked FROM sqlite_schema WHERE name = 'item'", [{ checked: 1 }]],
    ],
  },
  {
    name: "a table of no entity is not dropped",
    from: [item()],
    to: [item()],
    byHand: ["CREATE TABLE legacy (id integer PRIMARY KEY)"],
    expected: [],
  },
  {
    name: "a table of no entity is dropped where it is named",
    from: [item()],
    to: [item()],
    byHand: [
      "CREATE TABLE legacy (id integer PRIMARY KEY, x varchar DEFAULT 'a', CHECK (x <> ''))",
      "CREATE INDEX legacy_x ON legacy (lower(x))",
    ],
    answers: { drops: ["legacy"] },
    expected: ["- index legacy_x on legacy (lower(x))", "- table legacy"],
    onPostgres: { expected: ["- index legacy_x on legacy (lower((x)::text))", "- table legacy"] },
  },
  {
    name: "a view of no entity is dropped where it is named",
    from: [item()],
    to: [item()],
    byHand: ["CREATE VIEW mine AS SELECT id FROM item"],
    answers: { drops: ["mine"] },
    expected: ["- view mine"],
  },
  {
    name: "a trigger is dropped where it is named",
    from: [item()],
    to: [item()],
    byHand: ["CREATE TRIGGER t AFTER DELETE ON item BEGIN SELECT 1; END"],
    onPostgres: {
      byHand: [
        "CREATE TRIGGER t BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
      ],
    },
    answers: { drops: ["t"] },
    expected: ["- trigger t on item"],
  },
  {
    name: "an index that no entity can say is dropped where it is named",
    from: [item()],
    to: [item()],
    byHand: ["CREATE INDEX i ON item (name DESC)"],
    answers: { drops: ["i"] },
    expected: ["- index i on item (name)"],
  },
  {
    name: "a table that the history created is dropped",
    from: [item(), entity("other", {})],
    to: [item()],
    expected: ["- table other"],
  },
  {
    name: "an entity with synchronize: false leaves its table",
    from: [item(), entity("other", { x: text })],
    to: [item(), entity("other", { x: text, y: text }, { synchronize: false })],
    expected: [],
  },
  {
    name: "a table that is ignored is neither made nor dropped",
    from: [item(), entity("tmp_old", {})],
    to: [item("text"), entity("tmp_new", {})],
    config: { ignore: ["tmp_*"] },
    keeps: true,
    expected: [rebuilt],
  },
  {
    name: "tables of TypeORM are left alone",
    from: [item()],
    to: [item("text")],
    byHand: [
      "CREATE TABLE migrations (id integer PRIMARY KEY, timestamp bigint, name varchar)",
      "CREATE TABLE typeorm_metadata (type varchar, name varchar, value text)",
      'CREATE TABLE "query-result-cache" (id integer PRIMARY KEY, result text)',
    ],
    answers: {},
    expected: [rebuilt],
    survives: ["migrations", "typeorm_metadata", "query-result-cache"],
  },
  {
    name: "two entities on one table make it together",
    from: [item()],
    to: [item(), twice],
    expected: ["+ column item.stock integer"],
  },
];
