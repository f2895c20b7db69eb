import type { RoundTripCase } from "../round-trip.js";
import { entity, view, type Entity } from "./entity.js";

const item = (note: "varchar" | "text" = "varchar"): Entity =>
  entity("item", { name: { type: "varchar" }, note: { type: note, nullable: true } });

const names = view("names", "SELECT id, name FROM item");
const long = view("long_names", "SELECT id FROM names WHERE length(name) > 5");
const trigger =
  "CREATE TRIGGER add_name INSTEAD OF INSERT ON names BEGIN INSERT INTO item (name) VALUES (NEW.name); END";
const triggerOnPostgres = [
  "CREATE FUNCTION add_name() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO item (name) VALUES (NEW.name); RETURN NEW; END $$",
  "CREATE TRIGGER add_name INSTEAD OF INSERT ON names FOR EACH ROW EXECUTE FUNCTION add_name()",
];

export const viewCases: readonly RoundTripCase[] = [
  { name: "added", from: [item()], to: [item(), names], expected: ["+ view names"] },
  { name: "dropped", from: [item(), names], to: [item()], expected: ["- view names"] },
  {
    name: "changed",
    from: [item(), names],
    to: [item(), view("names", "SELECT id, upper(name) AS name FROM item")],
    expected: ["- view names", "+ view names"],
    onPostgres: { expected: ["~ view names gets another query"] },
  },
  {
    name: "nothing: the same in other blanks, letters and quotes",
    from: [item(), names],
    to: [item(), view("names", 'select "id",\n  "name"\nfrom "item";')],
    expected: [],
  },
  {
    name: "a chain comes in order, whatever order the entities have",
    from: [item()],
    to: [long, names, item()],
    expected: ["+ view names", "+ view long_names"],
  },
  {
    name: "a chain goes in order",
    from: [item(), names, long],
    to: [item()],
    expected: ["- view long_names", "- view names"],
  },
  {
    name: "one that others read changes: they are made anew",
    from: [item(), names, long],
    to: [item(), view("names", "SELECT id, trim(name) AS name FROM item"), long],
    expected: ["- view long_names", "- view names", "+ view names", "+ view long_names"],
    onPostgres: { expected: ["~ view names gets another query"] },
  },
  {
    name: "its table is rebuilt",
    from: [item(), names, long],
    to: [item("text"), names, long],
    expected: ["~ column item.note: type varchar → text"],
    finds: [["SELECT CAST(count(*) AS integer) AS n FROM names", [{ n: 3 }]]],
  },
  {
    name: "its table gets a column in place",
    from: [item(), view("everything", "SELECT * FROM item")],
    to: [
      entity("item", { ...item().columns, more: { type: "int", nullable: true } }),
      view("everything", "SELECT * FROM item"),
    ],
    expected: ["+ column item.more integer"],
    onPostgres: { expected: ["+ column item.more integer", "~ view everything gets another query"] },
  },
  {
    name: "its table is renamed",
    from: [item(), names],
    to: [{ ...item(), name: "thing" }, view("names", "SELECT id, name FROM thing")],
    answers: { renames: ["item:thing"] },
    expected: ["- view names", "~ table item is renamed to thing", "+ view names"],
    onPostgres: {
      expected: ["~ table item is renamed to thing", "~ constraint PK_# of thing is renamed to PK_#"],
    },
  },
  {
    name: "its column is renamed",
    from: [item(), names, long],
    to: [
      entity("item", { title: { type: "varchar" }, note: { type: "varchar", nullable: true } }),
      view("names", "SELECT id, title AS name FROM item"),
      long,
    ],
    answers: { renames: ["item.name:title"] },
    expected: [
      "- view long_names",
      "- view names",
      "~ column item.name is renamed to title",
      "+ view names",
      "+ view long_names",
    ],
  },
  {
    name: "the column that it reads goes, and it reads another",
    from: [item(), view("v", "SELECT id, name FROM item")],
    to: [
      entity("item", { note: { type: "varchar", nullable: true } }),
      view("v", "SELECT id, note AS name FROM item"),
    ],
    expected: ["- view v", "- column item.name varchar", "+ view v"],
  },
  {
    name: "the table goes with it",
    from: [item(), names, entity("other", {})],
    to: [entity("other", {})],
    expected: ["- view names", "- table item"],
  },
  {
    name: "becomes a table",
    from: [item(), view("totals", "SELECT id FROM item")],
    to: [item(), entity("totals", {})],
    expected: ["- view totals", "+ table totals"],
  },
  {
    name: "a table becomes a view",
    from: [item(), entity("totals", {})],
    to: [item(), view("totals", "SELECT id FROM item")],
    expected: ["- table totals", "+ view totals"],
  },
  {
    name: "by hand: it stays while its table is rebuilt",
    from: [item()],
    to: [item("text")],
    byHand: ["CREATE VIEW mine (a, b) AS SELECT id, name FROM item WHERE name <> ''"],
    expected: ["~ column item.note: type varchar → text"],
    survives: ["mine"],
    finds: [["SELECT CAST(count(*) AS integer) AS n FROM mine", [{ n: 3 }]]],
  },
  {
    name: "by hand: it follows a renamed column by itself",
    from: [item()],
    to: [entity("item", { title: { type: "varchar" }, note: { type: "varchar", nullable: true } })],
    byHand: ["CREATE VIEW mine AS SELECT id, name AS n FROM item"],
    answers: { renames: ["item.name:title"] },
    expected: ["~ column item.name is renamed to title"],
    finds: [["SELECT CAST(count(n) AS integer) AS n FROM mine", [{ n: 3 }]]],
  },
  {
    name: "by hand: an INSTEAD OF trigger stays while the view changes",
    from: [item(), names],
    to: [item(), view("names", "SELECT id, name FROM item WHERE id > 0")],
    byHand: [trigger],
    expected: ["- trigger add_name on names", "- view names", "+ view names", "+ trigger add_name on names"],
    survives: ["add_name"],
    onPostgres: { byHand: triggerOnPostgres, expected: ["~ view names gets another query"] },
  },
  {
    name: "by hand: an INSTEAD OF trigger stays while the table is rebuilt",
    from: [item(), names],
    to: [item("text"), names],
    byHand: [trigger],
    expected: ["~ column item.note: type varchar → text"],
    survives: ["add_name", "names"],
    onPostgres: { byHand: triggerOnPostgres },
  },
  {
    name: "a view without an expression is left alone",
    from: [item()],
    to: [item("text"), view("mine", "")],
    byHand: ["CREATE VIEW mine AS SELECT id FROM item"],
    expected: ["~ column item.note: type varchar → text"],
    survives: ["mine"],
  },
];
