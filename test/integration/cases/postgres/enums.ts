import type { EntitySchemaColumnOptions } from "typeorm";
import type { RoundTripCase } from "../../round-trip.js";
import { entity, view, type Entity } from "../entity.js";

function tier(
  values: readonly string[],
  extra: Partial<EntitySchemaColumnOptions> = {},
): EntitySchemaColumnOptions {
  return { type: "enum", enum: [...values], enumName: "customer_tier", ...extra };
}

function customer(values: readonly string[], extra: Partial<EntitySchemaColumnOptions> = {}): Entity {
  return entity("customer", { tier: tier(values, extra) });
}

const threeTiers = ["basic", "silver", "gold"];
/** One customer per tier. */
const rows = ["INSERT INTO customer (id, tier) VALUES (1, 'basic'), (2, 'silver'), (3, 'gold')"];

export const enumCases: readonly RoundTripCase[] = [
  {
    name: "a column with a new type: the type comes first, and goes on the way down",
    from: [entity("customer", {})],
    to: [entity("customer", { tier: tier(["basic", "gold"], { default: "basic" }) })],
    expected: ["+ enum customer_tier (basic, gold)", "+ column customer.tier customer_tier"],
  },
  {
    name: "a type that TypeORM names itself",
    from: [],
    to: [entity("customer", { Tier: { type: "enum", enum: ["a", "b"] } })],
    expected: ["+ enum customer_tier_enum (a, b)", "+ table customer"],
  },
  {
    name: "members with an apostrophe, a comma, quotes, braces and none",
    from: [entity("customer", {})],
    to: [
      entity("customer", {
        mood: { type: "enum", enum: ["it's", "a,b", 'say "x"', "{c}", "ü", "", "a\\b"], nullable: true },
      }),
    ],
    expected: [
      `+ enum customer_mood_enum (it's, a,b, say "x", {c}, ü, , a\\b)`,
      "+ column customer.mood customer_mood_enum",
    ],
  },
  {
    name: "a value at the end",
    from: [customer(["basic", "gold"])],
    to: [customer(["basic", "gold", "platinum"])],
    expected: ["+ value customer_tier.platinum"],
  },
  {
    name: "values at the beginning and in the middle stand at their places",
    from: [customer(["basic", "gold"])],
    to: [customer(["none", "basic", "silver", "bronze", "gold"])],
    expected: ["+ value customer_tier.none", "+ value customer_tier.silver", "+ value customer_tier.bronze"],
  },
  {
    name: "a value that is the default at once",
    from: [customer(["basic", "gold"], { default: "basic" })],
    to: [customer(["basic", "gold", "trial"], { default: "trial" })],
    expected: [
      "+ value customer_tier.trial",
      "~ column customer.tier: default 'basic'::customer_tier → 'trial'",
    ],
  },
  {
    name: "a renamed value, with a default of it",
    from: [customer(["basic", "gold"], { default: "gold" })],
    to: [customer(["basic", "premium"], { default: "premium" })],
    answers: { renamedValues: ["customer_tier.gold:premium"] },
    changes: ["customer.tier"],
    expected: ["~ value customer_tier.gold is renamed to premium"],
  },
  {
    name: "two values that change places",
    from: [customer(["basic", "gold"])],
    to: [customer(["gold", "basic"])],
    expected: ["~ values of customer_tier in another order: gold, basic"],
  },
  {
    name: "a removed value that no row holds",
    from: [customer(threeTiers)],
    to: [customer(["basic", "gold"])],
    rows: ["INSERT INTO customer (id, tier) VALUES (1, 'basic'), (2, 'gold')"],
    answers: { noRename: true },
    expected: ["- value customer_tier.silver"],
  },
  {
    name: "a removed value, rows get another one",
    from: [customer(threeTiers)],
    to: [customer(["basic", "gold"])],
    rows,
    answers: { mappedValues: ["customer_tier.silver:gold"] },
    changes: ["customer.tier"],
    expected: ["- value customer_tier.silver, rows get gold"],
  },
  {
    name: "a removed value that rows of partitions by hand hold, too",
    from: [customer(threeTiers)],
    to: [customer(["basic", "gold"])],
    rows,
    byHand: [
      "CREATE TABLE parted (id integer, tier customer_tier DEFAULT 'gold') PARTITION BY RANGE (id)",
      "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10)",
      "CREATE INDEX parted_tier ON parted (tier)",
      "INSERT INTO parted VALUES (1, 'silver')",
    ],
    answers: { mappedValues: ["customer_tier.silver:gold"] },
    changes: ["customer.tier", "parted.tier", "parted_1.tier"],
    expected: ["- value customer_tier.silver, rows get gold"],
    findsAfter: [["SELECT id, tier::text AS tier FROM parted", [{ id: 1, tier: "gold" }]]],
  },
  {
    name: "a removed value, rows get NULL",
    from: [customer(threeTiers, { nullable: true })],
    to: [customer(["basic", "gold"], { nullable: true })],
    rows,
    answers: { mappedValues: ["customer_tier.silver:null"] },
    changes: ["customer.tier"],
    expected: ["- value customer_tier.silver, rows get NULL"],
  },
  {
    name: "a type that two tables and an array share, with defaults, a check, indexes and a view",
    from: shared(threeTiers, "silver"),
    to: shared(["gold", "basic"], "gold"),
    rows: [
      ...rows,
      "INSERT INTO contract (id, tiers, first) VALUES (1, '{silver,basic,NULL}', 'silver'), (2, '{}', 'gold')",
    ],
    answers: { mappedValues: ["customer_tier.silver:gold"], noRename: true },
    changes: ["customer.tier", "contract.tiers", "contract.first"],
    expected: [
      "~ column contract.first: default 'silver'::customer_tier → 'gold'",
      "- value customer_tier.silver, rows get gold",
      "~ values of customer_tier in another order: gold, basic",
    ],
  },
  {
    name: "a check that rows meet only with the values that they get instead",
    from: [customer(["basic", "silver", "gold"])],
    to: [
      {
        ...customer(["basic", "gold"]),
        checks: [{ name: "small", expression: `"tier" = 'basic' OR "id" > 2` }],
      },
    ],
    rows,
    answers: { mappedValues: ["customer_tier.silver:basic"] },
    changes: ["customer.tier"],
    expected: [
      "- value customer_tier.silver, rows get basic",
      `+ check small on customer: "tier" = 'basic' OR "id" > 2`,
    ],
  },
  {
    name: "a type in another schema",
    from: [entity("customer", {})],
    to: [entity("customer", { tier: { type: "enum", enum: ["a"], enumName: "crm.tier", default: "a" } })],
    expected: ["+ schema crm", "+ enum crm.tier (a)", "+ column customer.tier crm.tier"],
  },
  {
    name: "a text column becomes an enum, and back",
    from: [entity("customer", { tier: { type: "varchar", default: "basic" } })],
    to: [customer(["basic", "gold"], { default: "basic" })],
    rows: ["INSERT INTO customer (id, tier) VALUES (1, 'basic'), (2, 'gold')"],
    expected: [
      "+ enum customer_tier (basic, gold)",
      "~ column customer.tier: type varchar → customer_tier, default 'basic'::character varying → 'basic'",
    ],
  },
  {
    name: "a text column becomes an enum that does not have all its values",
    from: [entity("customer", { tier: { type: "varchar", nullable: true } })],
    to: [customer(["basic", "it's"], { nullable: true })],
    rows: ["INSERT INTO customer (id, tier) VALUES (1, 'basic'), (2, 'gold'), (3, '?'), (4, NULL)"],
    answers: { mappedValues: ["customer_tier.gold:it's", 'customer_tier."?":null'] },
    changes: ["customer.tier"],
    expected: ["+ enum customer_tier (basic, it's)", "~ column customer.tier: type varchar → customer_tier"],
    findsAfter: [
      [
        "SELECT tier::text AS tier FROM customer ORDER BY id",
        [{ tier: "basic" }, { tier: "it's" }, { tier: null }, { tier: null }],
      ],
    ],
  },
  {
    name: "nothing: the name that TypeORM gives anyway is said",
    from: [entity("customer", { tier: { type: "enum", enum: ["a", "b"], default: "a" } })],
    to: [customer(["a", "b"], { enumName: "customer_tier_enum", default: "a" })],
    expected: [],
  },
  {
    name: "upper-case letters in the name of a type",
    from: [customer(["a", "b"], { enumName: "Customer_Tier", array: true, default: "{a}" })],
    to: [customer(["b", "a"], { enumName: "Customer_Tier", array: true, default: "{a}" })],
    expected: ["~ values of Customer_Tier in another order: b, a"],
  },
  {
    name: "a type gets another name",
    from: [customer(["basic", "gold"], { default: "gold" })],
    to: [entity("customer", { tier: tier(["basic", "gold"], { enumName: "level", default: "gold" }) })],
    expected: ["~ enum customer_tier is renamed to level"],
  },
  {
    name: "a column is renamed, and with it the type that TypeORM names after it",
    from: [entity("customer", { tier: { type: "enum", enum: ["a", "b"], default: "a" } })],
    to: [entity("customer", { level: { type: "enum", enum: ["a", "b"], default: "a" } })],
    answers: { renames: ["customer.tier:level"] },
    expected: [
      "~ enum customer_tier_enum is renamed to customer_level_enum",
      "~ column customer.tier is renamed to level",
    ],
  },
  {
    name: "one of two columns of a type goes: the type stays",
    from: [entity("customer", { tier: tier(["a"]), earlier: tier(["a"]) })],
    to: [entity("customer", { tier: tier(["a"]) })],
    expected: ["- column customer.earlier customer_tier"],
  },
  {
    name: "an array of an enum, with a default that has a space",
    from: [entity("customer", {})],
    to: [
      entity("customer", {
        moods: { type: "enum", enum: ["very good", "bad"], array: true, default: "{very good,bad}" },
      }),
    ],
    expected: [
      "+ enum customer_moods_enum (very good, bad)",
      "+ column customer.moods customer_moods_enum[]",
    ],
  },
];

/** Two tables and a view that all use the type. */
function shared(values: readonly string[], first: string): Entity[] {
  return [
    entity(
      "customer",
      { tier: tier(values) },
      {
        checks: [{ name: "not_odd", expression: `"tier" <> 'basic' OR "id" > 0` }],
        indices: [{ name: "by_tier", columns: ["tier"], where: `"tier" = 'gold'` }],
      },
    ),
    entity("contract", {
      tiers: tier(values, { array: true, default: "{basic}" }),
      first: tier(values, { default: first }),
    }),
    view("golden", `SELECT "id", "tier" FROM "customer" WHERE "tier" = 'gold'`, ["id", "tier"]),
  ];
}
