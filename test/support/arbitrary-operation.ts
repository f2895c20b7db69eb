import * as fc from "fast-check";
import type { Operation, SqlValue, TableChange } from "../../src/operation/operation.js";
import { nameOf, type ObjectName } from "../../src/schema/name.js";
import type {
  Column,
  EnumType,
  Exclusion,
  ForeignKey,
  Index,
  Sequence,
  Table,
  View,
} from "../../src/schema/schema.js";

/** Texts that end comments, strings and templates wherever they are not escaped. */
export const hostileTexts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("a", "*/", "/*", "//", "${x}", "`", '"', "'", "\\", "\n", "\r", "\r\n", "\u2028", "\u2029"),
  fc.constantFrom(
    "*/ process.exit(1) /*",
    "\n}\nthrow 1;",
    "emoji 😀",
    "\ud800",
    "\u0000",
    "",
    " ",
    "</script>",
  ),
  fc.constantFrom("__proto__", "constructor", "a\nb\n", "  two\n lines", "\\u0041", "*\\/"),
  fc.string({ unit: "binary", maxLength: 8 }),
);

const flag = fc.boolean();
const texts = fc.array(hostileTexts, { maxLength: 3 });

/** Records in which each property may be missing. */
function partial<Shape>(model: { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> }) {
  return fc.record(model, { requiredKeys: [] });
}

/** A value of a kind of operation or change, from its other parts. */
function kind<Kind extends string, Rest extends object>(
  name: Kind,
  rest: fc.Arbitrary<Rest>,
): fc.Arbitrary<Rest & { readonly kind: Kind }> {
  return rest.map((parts) => ({ ...parts, kind: name }));
}

const names: fc.Arbitrary<ObjectName> = fc.record(
  { name: hostileTexts, schema: hostileTexts },
  { requiredKeys: ["name"] },
);
const conflicts = fc.constantFrom("ROLLBACK", "REPLACE");
const yes = fc.constant(true as const);
const deferrables = fc.constantFrom("INITIALLY IMMEDIATE", "INITIALLY DEFERRED");
const storages = fc.dictionary(hostileTexts, hostileTexts, { maxKeys: 2, noNullPrototype: true });
const sequenceOptions = partial({
  start: hostileTexts,
  increment: hostileTexts,
  minimum: hostileTexts,
  maximum: hostileTexts,
  cache: hostileTexts,
  cycle: yes,
});
const attributes = partial({
  type: hostileTexts,
  nullable: flag,
  default: hostileTexts,
  generated: fc.record({ expression: hostileTexts, stored: flag }),
  autoIncrement: yes,
  identity: fc.constantFrom("ALWAYS", "BY DEFAULT"),
  sequence: sequenceOptions,
  comment: hostileTexts,
  collation: hostileTexts,
  enumValues: texts,
  notNullConflict: conflicts,
});
const columns: fc.Arbitrary<Column> = fc
  .tuple(hostileTexts, hostileTexts, flag, attributes)
  .map(([name, type, nullable, rest]) => ({ ...rest, name, type, nullable }));
const named = partial({ name: hostileTexts, comment: hostileTexts });
const keys = fc
  .tuple(texts, named, partial({ onConflict: conflicts, include: texts, deferrable: deferrables }))
  .map(([list, name, conflict]) => ({ columns: list, ...name, ...conflict }));
const foreignKeys: fc.Arbitrary<ForeignKey> = fc.record(
  {
    name: hostileTexts,
    columns: texts,
    references: names,
    referencedColumns: texts,
    onDelete: fc.constantFrom("CASCADE", "SET NULL"),
    onUpdate: fc.constantFrom("RESTRICT", "SET DEFAULT"),
    onDeleteColumns: texts,
    deferrable: deferrables,
    match: fc.constantFrom("FULL", "SIMPLE"),
    notValid: yes,
    comment: hostileTexts,
  },
  { requiredKeys: ["columns", "references", "referencedColumns"] },
);
const checks = fc
  .tuple(hostileTexts, named, partial({ noInherit: yes, notValid: yes }))
  .map(([expression, name, rest]) => ({ expression, ...name, ...rest }));
const exclusions: fc.Arbitrary<Exclusion> = fc
  .tuple(hostileTexts, named, partial({ deferrable: deferrables }))
  .map(([definition, name, rest]) => ({ definition, ...name, ...rest }));
const elementOptions = partial({
  order: fc.constant("DESC" as const),
  nulls: fc.constantFrom("FIRST", "LAST"),
  collation: hostileTexts,
  operatorClass: hostileTexts,
});
const indexes: fc.Arbitrary<Index> = fc.record(
  {
    name: hostileTexts,
    elements: fc.array(
      fc.oneof(
        fc.tuple(hostileTexts, elementOptions).map(([column, rest]) => ({ column, ...rest })),
        fc.tuple(hostileTexts, elementOptions).map(([expression, rest]) => ({ expression, ...rest })),
      ),
      { maxLength: 3 },
    ),
    unique: yes,
    nullsNotDistinct: yes,
    method: hostileTexts,
    include: texts,
    where: hostileTexts,
    storage: storages,
    comment: hostileTexts,
    invalid: yes,
  },
  { requiredKeys: ["name", "elements"] },
);
const options = partial({
  withoutRowid: yes,
  strict: yes,
  unlogged: yes,
  storage: storages,
  comment: hostileTexts,
});
const tables: fc.Arbitrary<Table> = fc
  .tuple(
    names,
    fc.array(columns, { maxLength: 3 }),
    partial({ primaryKey: keys }),
    fc.array(keys, { maxLength: 2 }),
    fc.array(foreignKeys, { maxLength: 2 }),
    fc.array(checks, { maxLength: 2 }),
    partial({ exclusions: fc.array(exclusions, { minLength: 1, maxLength: 2 }) }),
    options,
  )
  .map(([name, list, key, uniques, references, conditions, exclusion, extras]) => ({
    ...name,
    columns: list,
    ...key,
    uniques,
    foreignKeys: references,
    checks: conditions,
    ...exclusion,
    indexes: [],
    triggers: [],
    options: extras,
  }));

const backfills = partial({ backfill: hostileTexts });
const constraintKinds = fc.constantFrom("addConstraint", "dropConstraint");
const changes: fc.Arbitrary<TableChange> = fc.oneof(
  kind(
    "addColumn",
    fc.tuple(columns, backfills).map(([column, rest]) => ({ column, ...rest })),
  ),
  kind("dropColumn", fc.record({ column: columns })),
  kind("renameColumn", fc.record({ from: hostileTexts, to: hostileTexts })),
  kind(
    "alterColumn",
    fc
      .tuple(hostileTexts, attributes, attributes, partial({ backfill: hostileTexts, using: hostileTexts }))
      .map(([name, from, to, rest]) => ({ name, from, to, ...rest })),
  ),
  fc.record({ kind: constraintKinds, type: fc.constant("primaryKey"), constraint: keys }),
  fc.record({ kind: constraintKinds, type: fc.constant("unique"), constraint: keys }),
  fc.record({ kind: constraintKinds, type: fc.constant("foreignKey"), constraint: foreignKeys }),
  fc.record({ kind: constraintKinds, type: fc.constant("check"), constraint: checks }),
  fc.record({ kind: constraintKinds, type: fc.constant("exclusion"), constraint: exclusions }),
  kind("renameConstraint", fc.record({ from: hostileTexts, to: hostileTexts })),
  kind("alterOptions", fc.record({ from: options, to: options })),
);

const views: fc.Arbitrary<View> = fc
  .tuple(
    names,
    hostileTexts,
    partial({ columns: texts, materialized: yes, comment: hostileTexts, options: storages }),
  )
  .map(([name, query, rest]) => ({ ...name, query, ...rest, triggers: [] }));
const triggers = fc.record({ name: hostileTexts, sql: hostileTexts });
const values: fc.Arbitrary<SqlValue> = fc.oneof(
  hostileTexts,
  fc.double(),
  fc.bigInt(),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array({ maxLength: 3 }),
  fc.date({ noInvalidDate: true }),
);
const rows = fc.array(fc.dictionary(hostileTexts, values, { maxKeys: 3, noNullPrototype: true }), {
  maxLength: 2,
});

const concurrently = partial({ concurrently: yes });
const enums: fc.Arbitrary<EnumType> = fc
  .tuple(names, texts, partial({ comment: hostileTexts }))
  .map(([name, list, rest]) => ({ ...name, values: list, ...rest }));
const sequences: fc.Arbitrary<Sequence> = fc
  .tuple(names, partial({ type: hostileTexts }), sequenceOptions)
  .map(([name, rest, counting]) => ({ ...name, ...rest, options: counting }));
const extensions = fc.record({ name: hostileTexts, schema: hostileTexts }, { requiredKeys: ["name"] });
const enumAnswers = partial({
  renames: fc.dictionary(hostileTexts, hostileTexts, { maxKeys: 2, noNullPrototype: true }),
  replacements: fc.dictionary(hostileTexts, fc.option(hostileTexts), {
    maxKeys: 2,
    noNullPrototype: true,
  }),
});

const replaced = fc.tuple(views, views).map(([from, other]) => {
  const { name: _, schema: __, ...to } = other;
  return { from, to: { ...to, ...nameOf(from) } };
});

/** Operations that no database would take, to see whether their texts come through. */
export const hostileOperations: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constantFrom("createTable", "dropTable"), table: tables }),
  kind("renameTable", fc.record({ from: names, to: names })),
  kind("alterTable", fc.record({ table: names, changes: fc.array(changes, { maxLength: 3 }) })),
  fc
    .tuple(
      fc.record({ kind: fc.constantFrom("createIndex", "dropIndex"), table: names, index: indexes }),
      concurrently,
    )
    .map(([operation, rest]) => ({ ...operation, ...rest })),
  kind("renameIndex", fc.record({ table: names, from: hostileTexts, to: hostileTexts })),
  kind("replaceView", replaced),
  fc.record({ kind: fc.constantFrom("createEnum", "dropEnum"), enum: enums }),
  kind("renameEnum", fc.record({ from: names, to: names })),
  kind(
    "alterEnum",
    fc
      .tuple(names, texts, texts, enumAnswers)
      .map(([name, from, to, answers]) => ({ name, from, to, ...answers })),
  ),
  fc.record({ kind: fc.constantFrom("createSequence", "dropSequence"), sequence: sequences }),
  fc.record({ kind: fc.constantFrom("createSchema", "dropSchema"), name: hostileTexts }),
  fc.record({ kind: fc.constantFrom("createExtension", "dropExtension"), extension: extensions }),
  fc
    .tuple(
      fc.record({ kind: fc.constantFrom("createView", "dropView"), view: views }),
      partial({ keepGrants: yes }),
    )
    .map(([operation, rest]) => ({ ...operation, ...rest })),
  fc.record({ kind: fc.constantFrom("createTrigger", "dropTrigger"), table: names, trigger: triggers }),
  fc
    .tuple(hostileTexts, partial({ parameters: fc.array(values, { maxLength: 3 }) }))
    .map(([sql, rest]) => ({ kind: "execute" as const, sql, ...rest })),
  kind("bulkInsert", fc.record({ table: names, rows })),
);
