import * as fc from "fast-check";
import type { Check, Column, ForeignKey, PrimaryKey, Table, Unique } from "../../../src/schema/schema.js";

/** A piece of DDL, and the model of what it says. */
export interface Piece<Model> {
  readonly sql: string;
  readonly model: Model;
}

const letters = [
  "a",
  "Z",
  "_",
  "1",
  " ",
  '"',
  "'",
  "`",
  "[",
  "(",
  ")",
  ",",
  ".",
  ";",
  "-",
  "*",
  "/",
  "\n",
  "é",
  "表",
  "😀",
  "$",
  "{",
];
const freeName = fc
  .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(""))
  .filter((name) => name.trim() !== "");
const name = fc.oneof(
  freeName,
  fc.constantFrom("select", "check", "constraint", "primary key", "default", "generated", "x", "Order"),
);

/** A name as DDL may quote it, in each of the ways that can hold it. */
function quoted(text: string): fc.Arbitrary<string> {
  const ways = [
    `"${text.replaceAll('"', '""')}"`,
    `\`${text.replaceAll("`", "``")}\``,
    `'${text.replaceAll("'", "''")}'`,
    ...(/[\]\n[]/.test(text) ? [] : [`[${text}]`]),
    ...(/^(?:[a-z]|Order1)$/i.test(text) ? [text] : []),
  ];
  return fc.constantFrom(...ways);
}

const blank = fc.constantFrom(" ", "\n", "\t ", " /* ( ' */ ", " -- , )\n", "/**/ ");
const maybe = fc.oneof(fc.constant(""), blank);

/** The words with blanks between them. */
function spaced(...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  return fc
    .tuple(...parts.map((part) => fc.tuple(typeof part === "string" ? fc.constant(part) : part, blank)))
    .map((pairs) => pairs.map(([part, space]) => part + space).join(""));
}

function keyword(word: string): fc.Arbitrary<string> {
  return fc.constantFrom(word, word.toLowerCase());
}

/** One list of names in parentheses, quoted in any way. */
function nameList(names: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(maybe, ...names.map((item) => fc.tuple(quoted(item), maybe)))
    .map(([space, ...items]) => `(${space}${items.map((item) => item.join("")).join(",")})`);
}

const constraintName = fc.option(name, { nil: undefined });

function named(given: string | undefined): fc.Arbitrary<string> {
  return given === undefined ? fc.constant("") : spaced(keyword("CONSTRAINT"), quoted(given));
}

const types = fc.constantFrom(
  ["", ""],
  ["integer", "integer"],
  ["INT", "int"],
  ["VarChar (20)", "varchar(20)"],
  ["decimal( 10 ,2)", "decimal(10,2)"],
  ["double  precision", "double precision"],
);
const defaults = fc.constantFrom(
  ["DEFAULT 1", "1"],
  ["default -2.5", "-2.5"],
  ["DEFAULT ( 'a,)(''' )", "'a,)('''"],
  ["DEFAULT(1+ 2)", "1+ 2"],
  ["DEFAULT NULL", undefined],
  ["DEFAULT true", "1"],
  ["DEFAULT CURRENT_DATE", "CURRENT_DATE"],
);
const collations = fc.constantFrom(["COLLATE nocase", "NOCASE"], ["COLLATE BINARY", undefined]);

function clause<Item>(item: fc.Arbitrary<Item>): fc.Arbitrary<Item | undefined> {
  return fc.option(item, { nil: undefined });
}

/** Some clauses of a column in any order: their text, and what they add to the column. */
function clauses(column: string): fc.Arbitrary<Piece<Partial<Column>>[]> {
  const values = fc.uniqueArray(fc.oneof(freeName, fc.constant("")), { maxLength: 3, minLength: 1 });
  const enumeration = fc.tuple(values, quoted(column), maybe).map(([items, id, space]) => ({
    sql: `CHECK${space}(${space}${id.startsWith("'") ? `"${column.replaceAll('"', '""')}"` : id} IN (${items
      .map((item) => `'${item.replaceAll("'", "''")}'`)
      .join(`${space},`)}))`,
    model: { enumValues: items },
  }));
  return fc
    .tuple(
      clause(
        fc.constantFrom(
          { sql: "NOT NULL", model: { nullable: false } },
          { sql: "not null ON CONFLICT FAIL", model: { nullable: false, notNullConflict: "FAIL" as const } },
        ),
      ),
      clause(
        defaults.map(([sql = "", text]) => ({ sql, model: text === undefined ? {} : { default: text } })),
      ),
      clause(
        collations.map(([sql = "", text]) => ({ sql, model: text === undefined ? {} : { collation: text } })),
      ),
      clause(enumeration),
    )
    .chain((items) => {
      const given = items.filter((item) => item !== undefined);
      return fc.shuffledSubarray<Piece<Partial<Column>>>(given, { minLength: given.length });
    });
}

function columnPiece(column: string): fc.Arbitrary<Piece<Column>> {
  return fc
    .tuple(quoted(column), blank, types, clauses(column), blank)
    .map(([id, space, type, parts, end]) => ({
      sql: `${id}${space}${type[0] ?? ""}${space}${parts.map(({ sql }) => sql + end).join("")}`,
      model: Object.assign(
        { name: column, type: type[1] ?? "", nullable: true },
        ...parts.map(({ model }) => model),
      ),
    }));
}

function someColumns(columns: readonly string[]): fc.Arbitrary<string[]> {
  return fc.shuffledSubarray([...columns], { minLength: 1 });
}

interface Constraints {
  readonly uniques: Unique[];
  readonly checks: Check[];
  readonly foreignKeys: ForeignKey[];
}

/** A constraint of the table: its text, and what it adds to the lists. */
function constraintPiece(columns: readonly string[]): fc.Arbitrary<Piece<Partial<Constraints>>> {
  const unique = fc.tuple(constraintName, someColumns(columns)).chain(([given, keys]) =>
    spaced(named(given), keyword("UNIQUE"), nameList(keys)).map((sql) => ({
      sql,
      model: { uniques: [{ ...(given === undefined ? {} : { name: given }), columns: keys }] },
    })),
  );
  const check = fc
    .tuple(constraintName, fc.constantFrom("1 > 0", "(1) > (0)", "')' <> '('", "1 /* ) */ > 0"))
    .chain(([given, expression]) =>
      spaced(named(given), keyword("CHECK"), `( ${expression} -- )\n)`).map((sql) => ({
        sql,
        model: { checks: [{ ...(given === undefined ? {} : { name: given }), expression }] },
      })),
    );
  const foreignKey = fc
    .tuple(constraintName, someColumns(columns), name, fc.boolean(), fc.boolean())
    .chain(([given, keys, target, cascades, deferred]) =>
      spaced(
        named(given),
        keyword("FOREIGN"),
        keyword("KEY"),
        nameList(keys),
        keyword("REFERENCES"),
        quoted(target),
        nameList(keys.map((key) => `${key}x`)),
        cascades ? "ON DELETE CASCADE ON UPDATE NO ACTION" : "on update set null",
        deferred ? "DEFERRABLE INITIALLY DEFERRED" : "NOT DEFERRABLE",
      ).map((sql) => ({
        sql,
        model: {
          foreignKeys: [
            {
              ...(given === undefined ? {} : { name: given }),
              columns: keys,
              references: { name: target },
              referencedColumns: keys.map((key) => `${key}x`),
              ...(cascades ? { onDelete: "CASCADE" as const } : { onUpdate: "SET NULL" as const }),
              ...(deferred ? { deferrable: "INITIALLY DEFERRED" as const } : {}),
            },
          ],
        },
      })),
    );
  return fc.oneof(unique, check, foreignKey);
}

function primaryKeyPiece(columns: readonly string[]): fc.Arbitrary<Piece<PrimaryKey> | undefined> {
  const piece = fc.tuple(constraintName, someColumns(columns)).chain(([given, keys]) =>
    spaced(named(given), keyword("PRIMARY"), keyword("KEY"), nameList(keys), "ON CONFLICT IGNORE").map(
      (sql) => ({
        sql,
        model: {
          ...(given === undefined ? {} : { name: given }),
          columns: keys,
          onConflict: "IGNORE" as const,
        },
      }),
    ),
  );
  return fc.option(piece, { nil: undefined });
}

const columnNames = fc.uniqueArray(name, {
  minLength: 1,
  maxLength: 5,
  selector: (text) => text.toLowerCase(),
});

/** Tables of all sorts, in all spellings. */
export const tables: fc.Arbitrary<Piece<Table>> = fc
  .tuple(
    name.filter((text) => !text.startsWith("sqlite_")),
    columnNames,
  )
  .chain(([table, columns]) =>
    fc.tuple(
      fc.constant(table),
      quoted(table),
      fc.tuple(...columns.map(columnPiece)),
      fc.array(constraintPiece(columns), { maxLength: 4 }),
      primaryKeyPiece(columns),
      fc.constantFrom("CREATE TABLE ", "create table if not exists main. ", "CREATE\nTABLE/**/"),
    ),
  )
  .map(([table, id, columns, constraints, key, head]) => {
    const all = [...constraints.map(({ sql }) => sql), ...(key === undefined ? [] : [key.sql])];
    return {
      sql: `${head}${id}(${[...columns.map(({ sql }) => sql), ...all].join(",")})`,
      model: {
        name: table,
        columns: columns.map(({ model }) => model),
        ...(key === undefined ? {} : { primaryKey: key.model }),
        uniques: constraints.flatMap(({ model }) => model.uniques ?? []),
        checks: constraints.flatMap(({ model }) => model.checks ?? []),
        foreignKeys: constraints.flatMap(({ model }) => model.foreignKeys ?? []),
        indexes: [],
        triggers: [],
        options: {},
      },
    };
  });
