import { describe, expect, test } from "vitest";
import { adopt, type OwnershipRules } from "../../src/diff/ownership.js";
import { tableElements } from "../../src/operation/table-builder.js";
import {
  emptySchema,
  type Column,
  type Extra,
  type Index,
  type Schema,
  type Table,
} from "../../src/schema/schema.js";
import { enumOf, schema, table, view } from "./support.js";

const { check, column, exclusion, foreignKey, unique } = tableElements;

const rules: OwnershipRules = {
  unmanagedIndexes: [],
  indexMethods: ["gist"],
  goes: () => false,
  createdByHistory: () => false,
  isUsedElsewhere: () => false,
  isPlainInHistory: () => false,
  keepConstraintNames: false,
};

function adopted(from: Schema, to: Schema, change: Partial<OwnershipRules> = {}): ReturnType<typeof adopt> {
  return adopt(from, to, { ...rules, ...change });
}

/** What comes of the one table. */
function adoptedTable(from: Table, to: Table, change: Partial<OwnershipRules> = {}): Table | undefined {
  return adopted(schema(from), schema(to), change).schema.tables[0];
}

function listed({ unmanaged }: ReturnType<typeof adopt>): string[] {
  return unmanaged.map(
    ({ kind, name, table: owner }) => `${kind} ${name}${owner === undefined ? "" : ` of ${owner}`}`,
  );
}

const text = column("a", "text");

describe("indexes", () => {
  const plain: Index = { name: "IDX", elements: [{ column: "a" }] };
  const withIndex = (index?: Index): Table => ({
    ...table("t", text),
    indexes: index === undefined ? [] : [index],
  });

  test.each<[name: string, more: Partial<Index>]>([
    ["operator class", { elements: [{ column: "a", operatorClass: "text_pattern_ops" }] }],
    ["place of NULL", { elements: [{ column: "a", nulls: "FIRST" }] }],
    ["order", { elements: [{ column: "a", order: "DESC" }] }],
    ["collation", { elements: [{ column: "a", collation: "C" }] }],
    ["columns besides", { include: ["id"] }],
    ["nulls that are equal", { nullsNotDistinct: true }],
    ["method that no entity can say", { method: "gin" }],
  ])("one of another %s stays, wanted or not, and is listed", (_name, more) => {
    const existing = { ...plain, ...more };
    for (const wanted of [plain, undefined]) {
      const found = adopted(schema(withIndex(existing)), schema(withIndex(wanted)));
      expect(found.schema.tables[0]?.indexes).toEqual([existing]);
      expect(listed(found)).toEqual(["index IDX of t"]);
    }
  });

  test.each<[name: string, more: Partial<Index>]>([
    ["storage", { storage: { fillfactor: "70" } }],
    ["a comment", { comment: "why" }],
  ])("%s stays with an index that is wanted, and goes with one that is not", (_name, more) => {
    const existing = { ...plain, ...more };
    expect(adoptedTable(withIndex(existing), withIndex(plain))?.indexes).toEqual([existing]);
    expect(adoptedTable(withIndex(existing), withIndex())?.indexes).toEqual([]);
  });

  test("a method that entities can say is theirs to say", () => {
    const gin = { ...plain, method: "gin" };
    const change = { indexMethods: ["gist", "gin"] };
    expect(adoptedTable(withIndex(gin), withIndex(plain), change)?.indexes).toEqual([plain]);
    expect(adoptedTable(withIndex(gin), withIndex(), change)?.indexes).toEqual([]);
    expect(adoptedTable(withIndex(plain), withIndex(gin), change)?.indexes).toEqual([gin]);
  });

  test("what an entity says of it still counts", () => {
    const existing: Index = { ...plain, include: ["id"] };
    const wanted: Index = { ...plain, unique: true, where: "a > ''" };
    expect(adoptedTable(withIndex(existing), withIndex(wanted))?.indexes).toEqual([
      { ...wanted, include: ["id"] },
    ]);
  });

  test("other columns make it another index", () => {
    const existing: Index = { ...plain, include: ["id"] };
    const wanted: Index = { ...plain, elements: [{ column: "id" }] };
    expect(adoptedTable(withIndex(existing), withIndex(wanted))?.indexes).toEqual([wanted]);
  });

  test("one that was left unfinished is wanted anew", () => {
    expect(adoptedTable(withIndex({ ...plain, invalid: true }), withIndex(plain))?.indexes).toEqual([plain]);
  });

  test("another name keeps its storage, and is kept itself where names are", () => {
    const existing: Index = { ...plain, name: "old", storage: { fillfactor: "70" } };
    expect(adoptedTable(withIndex(existing), withIndex(plain))?.indexes).toEqual([
      { ...existing, name: "IDX" },
    ]);
    expect(
      adoptedTable(withIndex(existing), withIndex(plain), { keepConstraintNames: true })?.indexes,
    ).toEqual([existing]);
  });

  test("an index by hand does not become one that an entity wants", () => {
    const byHand: Index = { name: "by_hand", elements: [{ column: "a", order: "DESC" }] };
    expect(adoptedTable(withIndex(byHand), withIndex(plain))?.indexes).toEqual([plain, byHand]);
  });
});

describe("constraints", () => {
  const key = (parts: Parameters<typeof foreignKey>[3] = {}): ReturnType<typeof foreignKey> =>
    foreignKey(["a"], "u", ["a"], { name: "FK", ...parts });

  test.each<[name: string, from: Table, to: Table, what: string]>([
    [
      "a key that rows were not checked for",
      table("t", text, key({ notValid: true })),
      table("t", text, key()),
      "NOT VALID of FK",
    ],
    [
      "how a key compares NULL",
      table("t", text, key({ match: "FULL" })),
      table("t", text, key()),
      "MATCH FULL of FK",
    ],
    [
      "a check that rows were not checked for",
      table("t", text, check("a > ''", { name: "CHK", notValid: true, noInherit: true })),
      table("t", text, check("a > ''", { name: "CHK" })),
      "NO INHERIT of CHK,NOT VALID of CHK",
    ],
    [
      "how a unique constraint compares NULL",
      table("t", text, unique(["a"], { name: "UQ", nullsNotDistinct: true })),
      table("t", text, unique(["a"], { name: "UQ" })),
      "NULLS NOT DISTINCT of UQ",
    ],
    [
      "what the index of a unique constraint holds besides",
      table("t", text, unique(["a"], { name: "UQ", include: ["id"] })),
      table("t", text, unique(["a"], { name: "UQ" })),
      "INCLUDE (id) of UQ",
    ],
  ])("%s stays, and is listed", (_name, from, to, what) => {
    const found = adopted(schema(from), schema(to));
    expect(found.schema.tables[0]).toEqual(from);
    expect(found.unmanaged.map(({ name }) => name).join()).toBe(what);
  });

  test("a comment stays", () => {
    const commented = table("t", text, check("a > ''", { name: "CHK", comment: "why" }));
    expect(adoptedTable(commented, table("t", text, check("a > ''", { name: "CHK" })))).toEqual(commented);
  });

  test("when a unique constraint is checked is for the entity to say", () => {
    const deferred = table("t", text, unique(["a"], { name: "UQ", deferrable: "INITIALLY DEFERRED" }));
    const plain = table("t", text, unique(["a"], { name: "UQ" }));
    expect(adoptedTable(deferred, plain)?.uniques).toEqual(plain.uniques);
  });

  test("the name of a primary key counts", () => {
    const named = (name: string): Table => ({ ...table("t"), primaryKey: { columns: ["id"], name } });
    expect(adoptedTable(named("t_pkey"), named("PK_t"))?.primaryKey?.name).toBe("PK_t");
    const kept = adoptedTable(named("t_pkey"), named("PK_t"), { keepConstraintNames: true });
    expect(kept?.primaryKey?.name).toBe("t_pkey");
  });

  const byHand = table("t", text, exclusion("USING gist (a WITH =) WHERE (a > '')", { name: "XCL_hand" }));

  test("an exclusion that no entity wants stays, and is listed", () => {
    const found = adopted(schema(byHand), schema(table("t", text)));
    expect(found.schema.tables[0]?.exclusions).toEqual(byHand.exclusions);
    expect(listed(found)).toEqual(["exclusion XCL_hand of t"]);
  });

  test.each<[name: string, change: Partial<OwnershipRules>]>([
    ["that a revision made goes", { createdByHistory: (name) => name === "XCL_hand" }],
    ["that somebody names goes", { goes: (name) => name === "XCL_hand" }],
  ])("an exclusion %s", (_name, change) => {
    expect(adoptedTable(byHand, table("t", text), change)?.exclusions ?? []).toEqual([]);
  });

  test("an exclusion that the entity says otherwise under that name is replaced", () => {
    const wanted = table("t", text, exclusion("USING gist (a WITH <>)", { name: "XCL_hand" }));
    expect(adoptedTable(byHand, wanted)?.exclusions).toEqual(wanted.exclusions);
  });
});

describe("columns", () => {
  const counted = (parts: Partial<Column>): Table =>
    table("t", column("n", "integer", { nullable: false, ...parts }));

  test("how a sequence counts stays", () => {
    const from = counted({ autoIncrement: true, sequence: { start: "100" } });
    const found = adopted(schema(from), schema(counted({ autoIncrement: true })));
    expect(found.schema.tables[0]).toEqual(from);
    expect(listed(found)).toEqual(["option how n is counted of t"]);
  });

  test("how a sequence counted that is no longer wanted does not matter", () => {
    const from = counted({ autoIncrement: true, sequence: { start: "100" } });
    expect(adoptedTable(from, counted({ identity: "ALWAYS" }))).toEqual(counted({ identity: "ALWAYS" }));
  });

  test.each(["nextval('my_seq'::regclass)", "pg_catalog.nextval('my_seq')"])(
    "a sequence of its own that counts the column stays: %s",
    (expression) => {
      const from = counted({ default: expression });
      const found = adopted(schema(from), schema(counted({ autoIncrement: true })));
      expect(found.schema.tables[0]).toEqual(from);
      expect(listed(found)).toEqual(["sequence in the default of n of t"]);
    },
  );

  test("any other default of a column that is to be counted goes", () => {
    const wanted = counted({ autoIncrement: true });
    expect(adoptedTable(counted({ default: "'nextval'" }), wanted)).toEqual(wanted);
  });
});

describe("tables and views", () => {
  const policy: Extra = { kind: "policy", name: "own_rows", sql: "CREATE POLICY …", columns: ["a"] };
  const grant = (name: string, columns?: readonly string[]): Extra => ({
    kind: "grant",
    name,
    sql: "GRANT …",
    ...(columns && { columns }),
  });

  test("options and extras stay, and are listed, a line for each kind", () => {
    const from: Table = {
      ...table("t", text),
      options: { unlogged: true, storage: { fillfactor: "70" }, comment: "old" },
      extras: [grant("reader"), policy, grant("writer")],
    };
    const found = adopted(schema(from), schema({ ...table("t", text), options: { comment: "new" } }));
    expect(found.schema.tables[0]).toEqual({ ...from, options: { ...from.options, comment: "new" } });
    expect(listed(found)).toEqual([
      "option UNLOGGED of t",
      "option fillfactor = 70 of t",
      "grant reader, writer of t",
      "policy own_rows of t",
    ]);
  });

  test("a column that goes is held up by a policy, and takes its grants along", () => {
    const from: Table = { ...table("t", text), extras: [policy, grant("reader", ["a"]), grant("writer")] };
    const found = adopted(schema(from), schema(table("t")));
    expect(found.inTheWay).toEqual([{ kind: "policy", name: "own_rows", table: "t" }]);
    expect(found.schema.tables[0]?.extras).toEqual([policy, grant("writer")]);
  });

  test("a column that goes is held up by an exclusion by hand", () => {
    const from = table("t", text, exclusion("USING gist (a WITH =)", { name: "XCL" }));
    const goes = (_name: string, losesColumn: boolean): boolean => losesColumn;
    expect(adopted(schema(from), schema(table("t"))).inTheWay.map(({ name }) => name)).toEqual(["XCL"]);
    expect(adopted(schema(from), schema(table("t")), { goes }).inTheWay).toEqual([]);
  });

  test.each<[name: string, reads: string, to: Schema, inTheWay: string[]]>([
    ["a column goes", "t", schema(table("t")), ["v of t"]],
    ["a table goes", "t", emptySchema, ["v of t"]],
    ["nothing goes", "t", schema(table("t", text)), []],
    ["something else goes", "u", schema(table("t")), []],
  ])("a view that nobody described, where %s", (_name, name, to, inTheWay) => {
    const reads = [{ view: { name: "v" }, from: { name }, columns: ["a"] }];
    const from = { ...schema(table("t", text)), reads };
    const found = adopted(from, to).inTheWay.map((one) => `${one.name} of ${one.table ?? ""}`);
    expect(found).toEqual(inTheWay);
  });

  test("a view that goes itself is not in the way", () => {
    const reads = [{ view: { name: "v" }, from: { name: "t" }, columns: ["a"] }];
    const from = { ...schema(table("t", text), view("v", "SELECT a FROM t")), reads };
    expect(adopted(from, schema(table("t"))).inTheWay).toEqual([]);
  });

  test("what entities cannot say of a view stays", () => {
    const from = view("v", "SELECT a FROM t", {
      materialized: true,
      comment: "why",
      options: { fillfactor: "70" },
      indexes: [
        { name: "by_hand", elements: [{ expression: "lower(a)" }] },
        { name: "plain", elements: [{ column: "a" }] },
      ],
      extras: [grant("reader")],
    });
    const wanted = view("v", "SELECT a FROM t", {
      materialized: true,
      indexes: [{ name: "wanted", elements: [{ column: "id" }] }],
    });
    const found = adopted(schema(table("t", text), from), schema(table("t", text), wanted));
    const names = found.schema.views[0]?.indexes?.map(({ name }) => name);
    expect(found.schema.views).toMatchObject([
      { comment: "why", options: from.options, extras: from.extras },
    ]);
    expect(names).toEqual(["wanted", "by_hand"]);
    expect(listed(found)).toEqual(["index by_hand of v", "option fillfactor = 70 of v", "grant reader of v"]);
  });
});

describe("what stands beside tables", () => {
  const tier = enumOf("tier", "a");

  test("schemas and extensions of both sides", () => {
    const from = { ...emptySchema, schemas: ["old"], extensions: [{ name: "citext", schema: "ext" }] };
    const to = { ...emptySchema, schemas: ["new"], extensions: [{ name: "citext" }, { name: "hstore" }] };
    expect(adopted(from, to).schema).toMatchObject({
      schemas: ["old", "new"],
      extensions: [{ name: "citext", schema: "ext" }, { name: "hstore" }],
    });
    expect(adopted(from, to, { goes: () => true }).schema).toMatchObject({
      schemas: ["new"],
      extensions: [{ name: "hstore" }],
    });
  });

  test("sequences stay, and are listed, until somebody names them", () => {
    const from = { ...emptySchema, sequences: [{ name: "s", schema: "billing", options: {} }] };
    expect(listed(adopted(from, emptySchema))).toEqual(["sequence billing.s"]);
    const goes = (name: string): boolean => name === "billing.s";
    expect(adopted(from, emptySchema, { goes }).schema.sequences).toEqual([]);
  });

  test.each<[name: string, to: Schema, change: Partial<OwnershipRules>, stays: boolean]>([
    ["that nobody knows stays", emptySchema, {}, true],
    ["that a revision made goes", emptySchema, { createdByHistory: () => true }, false],
    ["that somebody names goes", emptySchema, { goes: () => true }, false],
    [
      "that a column still has stays",
      schema(table("t", column("x", "tier[]"))),
      { createdByHistory: () => true },
      true,
    ],
    [
      "that a view still says stays",
      schema(view("v", "SELECT 'a'::tier")),
      { createdByHistory: () => true },
      true,
    ],
    [
      "that something else has stays",
      emptySchema,
      { createdByHistory: () => true, isUsedElsewhere: ({ name }) => name === "tier" },
      true,
    ],
  ])("an enum %s", (_name, to, change, stays) => {
    const found = adopted({ ...emptySchema, enums: [tier] }, to, change);
    expect(found.schema.enums).toEqual(stays ? [tier] : []);
    expect(listed(found)).toEqual(stays ? ["enum tier"] : []);
  });

  test("an enum that is wanted is not listed, and keeps its comment", () => {
    const from = { ...schema(table("t")), enums: [{ ...tier, comment: "why" }] };
    const wanted = enumOf("tier", "a", "b");
    const found = adopted(from, schema(table("t"), wanted));
    expect([found.schema.enums, listed(found)]).toEqual([[{ ...wanted, comment: "why" }], []]);
  });
});

test("without anything by hand, the target stays as it is", () => {
  const to = schema(table("t", text, unique(["a"], { name: "UQ" })), view("v", "SELECT a FROM t"));
  expect(adopted(schema(table("t")), to)).toEqual({ schema: to, unmanaged: [], inTheWay: [] });
});

test("a trigger with a state and a comment is listed once", () => {
  const on = { name: 'trigger "x"', kind: "option", sql: "" } as const;
  const from: Table = {
    ...table("t"),
    triggers: [{ name: "x", sql: "" }],
    extras: [on, { ...on, name: 'trigger "x" comment' }, { ...on, name: "row security" }],
  };
  expect(listed(adopted(schema(from), schema(table("t"))))).toEqual([
    "trigger x of t",
    "option row security of t",
  ]);
});
