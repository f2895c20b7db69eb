/** Of each of the large tables. */
export const rows = 100_000;
/** What the database holds to begin with: statements, one per line break behind a semicolon. */
export const setup = `
  CREATE TYPE tier AS ENUM ('basic', 'gold');
  CREATE TABLE owner (id serial PRIMARY KEY, name varchar(20));
  INSERT INTO owner (name) SELECT 'owner ' || n FROM generate_series(1, 100) n;
  CREATE TABLE item (
    id serial PRIMARY KEY, owner integer, name varchar(20) NOT NULL, title varchar(20) CHECK (title <> ''),
    label varchar(20), price integer, weight integer, tier tier NOT NULL DEFAULT 'basic', note text, seen integer NOT NULL DEFAULT 0
  );
  CREATE INDEX item_label ON item (lower(label));
  INSERT INTO item (owner, name, title, label, price, weight)
    SELECT n % 100 + 1, 'item ' || n, 't', 'l', n, n FROM generate_series(1, ${rows}) n;
  CREATE TABLE line (id serial PRIMARY KEY, item integer NOT NULL CONSTRAINT line_item REFERENCES item, other integer);
  INSERT INTO line (item) SELECT n FROM generate_series(1, ${rows}) n;
  CREATE VIEW prices AS SELECT id, price FROM item;
  CREATE MATERIALIZED VIEW weights AS SELECT owner, sum(weight) FROM item GROUP BY owner;
  VACUUM ANALYZE;`;

/** What a revision does, in words and in JavaScript, up and down; what others cannot do meanwhile, as it is measured. */
export interface BlockingCase {
  readonly what: string;
  readonly up: string;
  readonly down: string;
  readonly closed?: string;
  readonly readOnly?: string;
  /** The same of the way back, where that is not free. */
  readonly back?: { readonly closed?: string; readonly readOnly?: string };
}

const alter = (changes: string): string => `await op.alterTable("item", (table) => [${changes}]);`;

function both(
  what: string,
  up: string,
  down: string,
  more: Omit<BlockingCase, "what" | "up" | "down"> = {},
): BlockingCase {
  return { what, up, down, ...more };
}

function change(
  what: string,
  up: string,
  down: string,
  more: Omit<BlockingCase, "what" | "up" | "down"> = {},
): BlockingCase {
  return both(what, alter(up), alter(down), more);
}

/** A change of a column and its way back, which do the same to others. */
function retype(
  what: string,
  name: string,
  from: string,
  to: string,
  closed?: string,
  back = closed,
): BlockingCase {
  const one = (first: string, second: string): string =>
    alter(`table.alterColumn("${name}", { type: "${first}" }, { type: "${second}" })`);
  return both(what, one(from, to), one(to, from), {
    ...(closed === undefined ? {} : { closed }),
    ...(back === undefined ? {} : { back: { closed: back } }),
  });
}

/** What is done to tables that others use. */
export const cases: readonly BlockingCase[] = [
  change(
    "a column",
    `table.addColumn("more", "text", { nullable: true })`,
    `table.dropColumn("more", "text", { nullable: true })`,
  ),
  change(
    "a column with a constant",
    `table.addColumn("more", "integer", { default: "7" })`,
    `table.dropColumn("more", "integer", { default: "7" })`,
  ),
  change(
    "a column that is filled with a constant",
    `table.addColumn("more", "integer", { backfill: "7" })`,
    `table.dropColumn("more", "integer")`,
  ),
  change(
    "a column that is computed",
    `table.addColumn("more", "text", { backfill: "name || id" })`,
    `table.dropColumn("more", "text")`,
    { closed: "item" },
  ),
  change(
    "a column with a value of its own in each row",
    `table.addColumn("more", "uuid", { default: "gen_random_uuid()" })`,
    `table.dropColumn("more", "uuid", { default: "gen_random_uuid()" })`,
    { closed: "item" },
  ),
  change(
    "NOT NULL",
    `table.alterColumn("price", { nullable: true }, { nullable: false })`,
    `table.alterColumn("price", { nullable: false }, { nullable: true })`,
    { closed: "item" },
  ),
  change(
    "NOT NULL where rows are filled",
    `table.alterColumn("note", { nullable: true }, { nullable: false }, { backfill: "''" })`,
    `table.alterColumn("note", { nullable: false }, { nullable: true })`,
    { closed: "item", readOnly: "" },
  ),
  retype("longer names", "name", "varchar(20)", "varchar(30)", undefined, "item"),
  retype("longer names of what is checked", "title", "varchar(20)", "varchar(30)", "item"),
  retype(
    "longer names of what has an index with an expression",
    "label",
    "varchar(20)",
    "varchar(30)",
    "item",
  ),
  retype("larger numbers", "seen", "integer", "bigint", "item"),
  retype("larger numbers that a view reads", "price", "integer", "bigint", "item, prices"),
  retype("larger numbers that a materialized view reads", "weight", "integer", "bigint", "item, weights"),
  retype("a key that others refer to", "id", "integer", "bigint", "item, line, prices"),
  change(
    "a foreign key",
    `table.addForeignKey(["owner"], "owner", ["id"], { name: "item_owner" })`,
    `table.dropForeignKey(["owner"], "owner", ["id"], { name: "item_owner" })`,
    { readOnly: "item, owner" },
  ),
  change(
    "a column with a foreign key",
    `table.addColumn("extra", "integer", { nullable: true }), table.addForeignKey(["extra"], "owner", ["id"], { name: "item_extra" })`,
    `table.dropForeignKey(["extra"], "owner", ["id"], { name: "item_extra" }), table.dropColumn("extra", "integer", { nullable: true })`,
    { closed: "item", readOnly: "owner" },
  ),
  change(
    "a check",
    `table.addCheck("price > 0", { name: "item_price" })`,
    `table.dropCheck("price > 0", { name: "item_price" })`,
    { closed: "item" },
  ),
  change(
    "a unique constraint",
    `table.addUnique(["name"], { name: "item_name" })`,
    `table.dropUnique(["name"], { name: "item_name" })`,
    { closed: "item" },
  ),
  both(
    "an index",
    `await op.createIndex("item", "item_price", ["price"]);`,
    `await op.dropIndex("item", "item_price", ["price"]);`,
    { readOnly: "item" },
  ),
  both(
    "an index, concurrently",
    `await op.createIndex("item", "item_price", ["price"], { concurrently: true });`,
    `await op.dropIndex("item", "item_price", ["price"], { concurrently: true });`,
  ),
  both(
    "a value of an enum",
    `await op.alterEnum("tier", ["basic", "gold"], ["basic", "silver", "gold"]);`,
    `await op.alterEnum("tier", ["basic", "silver", "gold"], ["basic", "gold"], { replacements: { silver: "basic" } });`,
    { back: { closed: "item" } },
  ),
  change(
    "another name of a column",
    `table.renameColumn("note", "remark")`,
    `table.renameColumn("remark", "note")`,
  ),
  change(
    "a comment",
    `table.alterColumn("note", {}, { comment: "said" })`,
    `table.alterColumn("note", { comment: "said" }, {})`,
  ),
  change(
    "a default",
    `table.alterColumn("note", {}, { default: "'none'" })`,
    `table.alterColumn("note", { default: "'none'" }, {})`,
  ),
  both(
    "another name of a table",
    `await op.renameTable("line", "position");`,
    `await op.renameTable("position", "line");`,
  ),
  both(
    "a table that refers to a large one",
    `await op.createTable("part", (table) => [table.column("item", "integer"), table.foreignKey(["item"], "item", ["id"], { name: "part_item" })]);`,
    `await op.dropTable("part", (table) => [table.column("item", "integer"), table.foreignKey(["item"], "item", ["id"], { name: "part_item" })]);`,
  ),
  both(
    "a materialized view",
    `await op.createView("totals", "SELECT count(*) FROM item", { materialized: true });`,
    `await op.dropView("totals", "SELECT count(*) FROM item", { materialized: true });`,
  ),
  both(
    "a column and then an index of another table",
    `${alter(`table.addColumn("more", "text", { nullable: true })`)} await op.createIndex("line", "line_other", ["other"]);`,
    `await op.dropIndex("line", "line_other", ["other"]); ${alter(`table.dropColumn("more", "text", { nullable: true })`)}`,
    { closed: "item", readOnly: "line" },
  ),
  both(
    "two indexes",
    `await op.createIndex("line", "line_other", ["other"]); await op.createIndex("item", "item_weight", ["weight"]);`,
    `await op.dropIndex("item", "item_weight", ["weight"]); await op.dropIndex("line", "line_other", ["other"]);`,
    { readOnly: "item, line" },
  ),
];
