import type { AlterEnum } from "../../operation/operation.js";
import { sameName, type ObjectName } from "../../schema/name.js";
import type { Column, EnumType, Index, Schema, Table } from "../../schema/schema.js";
import { typeName } from "../../schema/type-name.js";
import type { Statement } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";
import type { ColumnChange } from "./alter-column.js";
import type { TypedConstraint } from "./constraint-sql.js";
import { attachedAround, foreignKeysAround, nested, readersOf, viewsAround } from "./dependents.js";
import { doBlock } from "./do-block.js";
import { mapConstants, mapDefault } from "./enum-constants.js";
import { requireOnlyColumns, requireUnsaid } from "./enum-mentions.js";
import { createEnum } from "./enum-sql.js";
import { namesOf, userOf, type User } from "./enum-users.js";
import { convertValues, fatesOf, lostRows, renamesOf } from "./enum-values.js";
import { createIndex, dropIndex } from "./index-sql.js";
import { beside, cutName, quote } from "./names.js";
import { addConstraint, columnStates, extrasOn, putBack, takeOff } from "./remade-column.js";
import { literal } from "./rows-sql.js";
import { pass, statementsOf, subcommand, type Step } from "./steps.js";

/** The plan of a rebuild: the operation, who uses the type, and how texts change on the way. */
interface Plan {
  readonly operation: AlterEnum;
  readonly users: readonly User[];
  readonly rewrite: (text: string) => string;
}

function rewriteConstraint(constraint: TypedConstraint, rewrite: Plan["rewrite"]): TypedConstraint {
  if (constraint.type === "check") {
    const { constraint: check } = constraint;
    return { type: "check", constraint: { ...check, expression: rewrite(check.expression) } };
  }
  if (constraint.type !== "exclusion") return constraint;
  const { constraint: exclusion } = constraint;
  return { type: "exclusion", constraint: { ...exclusion, definition: rewrite(exclusion.definition) } };
}

function rewriteIndex(index: Index, rewrite: Plan["rewrite"]): Index {
  return {
    ...index,
    elements: index.elements.map((element) =>
      element.column === undefined ? { ...element, expression: rewrite(element.expression) } : element,
    ),
    ...(index.where === undefined ? {} : { where: rewrite(index.where) }),
  };
}

function computedChanges({ table, computed }: User, { rewrite }: Plan): ColumnChange[] {
  return computed.map((before) => {
    const { generated } = before;
    const after = generated && { generated: { ...generated, expression: rewrite(generated.expression) } };
    return { table, before, after: { ...before, ...after } };
  });
}

function alter({ name }: Column): string {
  return `ALTER COLUMN ${quoteIdentifier(name)}`;
}

function withDefaults({ typed, defaulted }: User): Column[] {
  return [...typed, ...defaulted].filter((column) => column.default !== undefined);
}

function dropDefaults(user: User): Step[] {
  return withDefaults(user).map((column) => subcommand(pass.drop, `${alter(column)} DROP DEFAULT`));
}

/** A default whose value is none any more stays off. */
function setDefaults(user: User, { operation }: Plan): Step[] {
  const [type, fates] = [typeName(operation.name), fatesOf(operation)];
  return withDefaults(user).flatMap((column) => {
    const before = column.default ?? "";
    const now = user.typed.includes(column)
      ? mapDefault(before, type, column.type.endsWith("[]"), fates)
      : mapConstants(before, type, fates);
    return now === undefined ? [] : [subcommand(pass.otherConstraint, `${alter(column)} SET DEFAULT ${now}`)];
  });
}

function retype({ table, typed }: User, { operation }: Plan): Step[] {
  const violations = lostRows(table, typed, operation);
  return typed.map((column) =>
    subcommand(
      pass.alterType,
      `${alter(column)} TYPE ${column.type} USING ${convertValues(column, operation)}`,
      violations,
    ),
  );
}

/** All at once, so that the rows of a table are written anew no more than once. */
function convert(user: User, plan: Plan): Statement[] {
  const { table, constraints } = user;
  const changes = computedChanges(user, plan);
  const dropped = constraints.flatMap(({ constraint }) =>
    constraint.name === undefined
      ? []
      : [subcommand(pass.drop, `DROP CONSTRAINT ${quoteIdentifier(constraint.name)}`)],
  );
  return statementsOf(table, [
    ...dropped,
    ...dropDefaults(user),
    ...changes.flatMap((change) => takeOff(change, [])),
    ...retype(user, plan),
    ...changes.flatMap(putBack),
    ...setDefaults(user, plan),
    ...constraints.flatMap((constraint) => addConstraint(table, rewriteConstraint(constraint, plan.rewrite))),
  ]);
}

/** A column that a table has from a parent changes together with it. https://www.postgresql.org/docs/current/ddl-inherit.html */
function convertOwn({ table, typed }: User, { operation }: Plan): Statement[] {
  return typed.map((column) => {
    const isInherited = `SELECT FROM pg_catalog.pg_attribute WHERE attrelid = ${literal(quote(table))}::regclass AND attname = ${literal(column.name)} AND attinhcount > 0`;
    const change = `${alter(column)} TYPE ${column.type} USING ${convertValues(column, operation)}`;
    const violations = lostRows(table, [column], operation);
    return {
      ...doBlock(
        [],
        [`IF NOT EXISTS (${isInherited}) THEN`, `  ALTER TABLE ${quote(table)} ${change};`, "END IF;"],
      ),
      ...(violations === undefined ? {} : { violations }),
    };
  });
}

/** Tables with parents or partitions lose their defaults before any of them changes, and get them back at the end. */
function convertAll({ users, ...rest }: Plan): Statement[] {
  const plan = { users, ...rest };
  const plain = users.filter(({ table }) => table.unsupported === undefined);
  const others = users.filter(({ table }) => table.unsupported !== undefined);
  return [
    ...others.flatMap((user) => statementsOf(user.table, dropDefaults(user))),
    ...plain.flatMap((user) => convert(user, plan)),
    ...others.flatMap((user) => convertOwn(user, plan)),
    ...others.flatMap((user) => statementsOf(user.table, setDefaults(user, plan), "ONLY ")),
  ];
}

function onIndexes({ users }: Plan, statements: (table: Table, index: Index) => Statement[]): Statement[] {
  return users.flatMap(({ table, indexes }) => indexes.flatMap((index) => statements(table, index)));
}

function extrasOf({ table, typed, computed, constraints, indexes }: User): Statement[] {
  const made = [...indexes, ...constraints.map(({ constraint }) => constraint)].map(({ name }) => name);
  return [
    ...extrasOn(table, namesOf(computed), made),
    ...columnStates(table, namesOf([...typed, ...computed])),
  ];
}

/**
 * The statement that gives the new type the owner of the old one, and grants it to the same roles: to everybody, where nothing
 * was said. https://www.postgresql.org/docs/current/ddl-priv.html
 */
function keepRights(from: ObjectName, to: ObjectName): Statement {
  const [old, now] = [literal(quote(from)), literal(quote(to))];
  const who = "CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END";
  return doBlock(
    ["kept record;", "one text;"],
    [
      `SELECT typacl AS acl, typowner AS owner, pg_get_userbyid(typowner) AS name INTO STRICT kept FROM pg_catalog.pg_type WHERE oid = ${old}::regtype;`,
      "IF kept.acl IS NOT NULL THEN",
      `  EXECUTE format('REVOKE ALL ON TYPE %s FROM PUBLIC', ${now});`,
      `  FOR one IN SELECT format('GRANT USAGE ON TYPE %s TO %s%s', ${now}, ${who}, CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)`,
      "    FROM aclexplode(kept.acl) AS g WHERE g.grantee <> kept.owner",
      "  LOOP EXECUTE one; END LOOP;",
      "END IF;",
      "IF kept.name <> current_user THEN",
      `  EXECUTE format('ALTER TYPE %s OWNER TO %I', ${now}, kept.name);`,
      "END IF;",
    ],
  );
}

/**
 * The statements that make the type anew with other values, or in another order, and convert every column of every table
 * that has it. Whatever says the type or reads such a column is taken off before and put back after. Constants follow where
 * a value is renamed, defaults also where it is replaced; all else that says a value which goes is an error.
 * https://www.postgresql.org/docs/current/sql-altertype.html
 */
export function rebuildEnum(operation: AlterEnum, schema: Schema): Statement[] {
  requireUnsaid(operation, schema);
  const { name, to } = operation;
  const [type, renames] = [typeName(name), renamesOf(operation)];
  const rewrite = (text: string): string => mapConstants(text, type, renames);
  const users = schema.tables.flatMap((table) => userOf(table, operation));
  const plan: Plan = { operation, users, rewrite };
  const touched = users.map(({ table, typed, computed }) => ({
    table,
    columns: namesOf([...typed, ...computed]),
  }));
  const rules = { name: name.name, rewrite };
  const views = readersOf(touched, schema, rules);
  const detour = nested([
    viewsAround(views, rules),
    attachedAround(touched, schema, views, rules),
    foreignKeysAround(touched, schema),
  ]);
  const old = beside(name, cutName(`_aludel_old_${name.name}`));
  const comment = schema.enums.find((one) => sameName(one, name))?.comment;
  const wanted: EnumType = { ...name, values: to, ...(comment === undefined ? {} : { comment }) };
  return [
    requireOnlyColumns(operation),
    ...detour.off,
    ...onIndexes(plan, (table, index) => [dropIndex(table, index)]),
    { sql: `ALTER TYPE ${quote(name)} RENAME TO ${quoteIdentifier(old.name)}` },
    ...createEnum(wanted),
    keepRights(old, name),
    ...convertAll(plan),
    ...onIndexes(plan, (table, index) => createIndex(table, rewriteIndex(index, rewrite))),
    ...users.flatMap(extrasOf),
    ...detour.on,
    { sql: `DROP TYPE ${quote(old)}` },
  ];
}
