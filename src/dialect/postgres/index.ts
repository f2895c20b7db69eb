import type { DataSourceOptions } from "typeorm";
import type { Operation } from "../../operation/operation.js";
import type { Dialect } from "../dialect.js";
import { columnType, counter } from "./column-type.js";
import { breaksTransaction, ddl, needsSchema, split } from "./ddl.js";
import { effects } from "./effects.js";
import { explain } from "./errors.js";
import { compareExpressions } from "./expressions.js";
import { neededExtensions, uuidDefault } from "./extensions.js";
import { indexMethod } from "./index-method.js";
import { defaultSchema, introspect, server, tableExists } from "./introspect.js";
import { leaseTable } from "./lock-key.js";
import { tryLock } from "./lock.js";
import { quote } from "./names.js";
import { normalize } from "./normalize.js";
import { recover } from "./recover.js";
import { bindable, literal } from "./rows-sql.js";
import { scriptGuards } from "./script-guards.js";
import { inline, splitStatements } from "./statements.js";
import { hasTransaction, scriptHeader, transaction, transactionScript } from "./transaction.js";
import { conversion, conversionLoss, convertsValues, holdsValue, neutralValue } from "./values.js";

/** Types that are compared with each other, so that a foreign key may have one at each end. */
const comparable = [/^(?:smallint|integer|bigint)$/, /^(?:varchar(?:\(\d+\))?|text)$/];

function ownSchema(options: DataSourceOptions): string | undefined {
  return options.type === "postgres" ? options.schema : undefined;
}

/** Nothing that PostgreSQL does to a table concerns the foreign keys of others without their own operation. */
function reshapes(_operation: Operation): boolean {
  return false;
}

/** PostgreSQL 13 and later, through `pg`. */
export const postgres: Dialect = {
  title: "PostgreSQL",
  types: { text: "text", integer: "bigint" },
  abilities: {
    forwardReferences: false,
    renamesConstraints: true,
    followingViews: true,
    keepsForeignKeys: (from, to) => comparable.some((pattern) => pattern.test(from) && pattern.test(to)),
  },
  enumTypes: true,
  // By `spatial: true`.
  indexMethods: ["gist"],
  namedPrimaryKeys: true,
  defaultSchema,
  ownSchema,
  neededExtensions,
  uuidDefault,
  databaseFile: () => undefined,
  server,
  tableExists,
  introspect,
  normalize,
  columnType,
  counter,
  indexMethod,
  foldName: (name) => name,
  enumValue: (member) => member,
  convertsValues,
  conversion,
  conversionLoss,
  holdsValue,
  neutralValue,
  compareExpressions,
  needsSchema,
  split,
  ddl,
  reshapes,
  breaksTransaction,
  recover,
  effects,
  transaction,
  hasTransaction,
  scriptHeader,
  scriptGuards,
  transactionScript,
  lockTables: [leaseTable],
  tryLock,
  explain,
  bind: bindable,
  splitStatements,
  parameter: (position) => `$${position}`,
  inline,
  quote,
  literal,
};
