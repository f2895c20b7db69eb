import type { ErrorRule } from "./driver-error.js";
import { permissionHint } from "./permission-hint.js";

const viewInTheWay = { code: "E_VIEW_IN_THE_WAY", meaning: "a view stands in the way" } as const;
const inTheWay = { code: "E_DEPENDENTS", meaning: "something else depends on it" } as const;
const cannotConvert = {
  code: "E_CANNOT_CONVERT",
  meaning: "values cannot be converted to the new type",
} as const;
const changedMeanwhile = {
  code: "E_SERIALIZATION",
  meaning: "somebody else changed the same at the same time",
  hint: "Run the command again.",
  passes: true,
} as const;
const transactionHint =
  "Put it into `op.autocommit(…)`, or into a revision with `export const transaction = false`.";

/** Errors of statements that somebody else, or the server itself, is the reason for. */
const circumstances: readonly ErrorRule[] = [
  {
    codes: ["42501"],
    code: "E_PERMISSION",
    meaning: "the role of the data source has no right to do that",
    hint: permissionHint,
  },
  {
    codes: ["25006"],
    code: "E_DATABASE_READONLY",
    meaning: "the database cannot be written",
    hint:
      "It is a replica, or default_transaction_read_only is on for the role or the database. Connect to the primary server, " +
      "or: ALTER ROLE … SET default_transaction_read_only = off;",
  },
  {
    codes: ["55P03"],
    code: "E_LOCKED",
    meaning: "somebody else holds a lock",
    hint:
      "See whose transactions are open: SELECT pid, usename, state, xact_start, query FROM pg_stat_activity WHERE xact_start < " +
      "now() ORDER BY xact_start;\nEnd one by SELECT pg_terminate_backend(pid); or wait longer: --lock-timeout, --wait-timeout.",
    passes: true,
  },
  {
    codes: ["40P01"],
    code: "E_DEADLOCK",
    meaning: "two transactions waited for each other",
    hint: "The other one went on. Run the command again.",
    passes: true,
  },
  {
    codes: ["40001"],
    ...changedMeanwhile,
  },
  {
    // What the server says of its catalogs, as of an index that another process finishes just then.
    codes: ["XX000"],
    says: /tuple concurrently (?:updated|deleted)/,
    ...changedMeanwhile,
  },
  {
    codes: ["57014"],
    says: /statement timeout/,
    code: "E_STATEMENT_TIMEOUT",
    meaning: "the statement took too long",
    hint: "Allow more time: --statement-timeout; without it, the role's own statement_timeout counts.",
  },
  {
    codes: ["57014"],
    code: "E_CANCELED",
    meaning: "the statement was canceled",
    hint: "Run the command again.",
  },
  {
    codes: ["53100", "58030"],
    code: "E_DISK",
    meaning: "the disk of the server is full or fails",
    hint: "Make room on the server. Creating an index or changing a type needs room for all of the table once more.",
  },
  {
    codes: ["53200"],
    says: /shared memory/,
    code: "E_OUT_OF_MEMORY",
    meaning: "the server has no room for so many locks",
    hint: "Raise max_locks_per_transaction and restart the server, or spread the work over several revisions.",
  },
  {
    codes: ["53200", "53000", "53400"],
    code: "E_OUT_OF_MEMORY",
    meaning: "the server has no memory left",
    hint: "Free some, or lower maintenance_work_mem.",
  },
];

/** Errors that the rows or other objects of the database are the reason for. */
const contents: readonly ErrorRule[] = [
  {
    codes: ["2BP01", "0A000"],
    says: /used by a view|\bview .* depends on|\brule _RETURN\b/,
    ...viewInTheWay,
    hint: "Drop the view before in the revision, and create it again behind: op.dropView(…), op.createView(…).",
  },
  {
    // PostgreSQL 13 takes a generated column for a syntax error.
    codes: ["0A000", "42601"],
    says: /cannot (?:alter|drop)[^\n]* (?:used|referenced) /,
    ...inTheWay,
    hint: "Drop what depends on it before in the revision, and create it again behind.",
  },
  {
    codes: ["42P16"],
    says: /part of the partition key/,
    ...inTheWay,
    hint: "PostgreSQL never changes the type of a partition key: make the table anew by SQL of your own.",
  },
  {
    codes: ["2BP01"],
    ...inTheWay,
    hint: "Drop what depends on it before in the revision.",
  },
  {
    codes: ["23502", "23503", "23505", "23514", "23P01"],
    code: "E_ROWS_BREAK_CONSTRAINT",
    meaning: "rows break a constraint",
    hint: "Mend the rows first, or add a step to the revision that does.",
  },
  {
    codes: ["42804"],
    says: /cannot be cast/,
    ...cannotConvert,
    hint: ({ hint }) =>
      hint === ""
        ? "Say in the revision how: { using: … }."
        : `Say in the revision how: { using: … }. ${hint}`,
  },
  {
    codes: ["42846"],
    ...cannotConvert,
    hint: "Say in the revision how: { using: … }, an expression that PostgreSQL can compute.",
  },
  {
    codes: ["22P02", "22003", "22001", "22007", "22008", "22P05", "22021"],
    ...cannotConvert,
    hint: "Mend the rows first, or say in the revision how they are converted: { using: … }.",
  },
  {
    codes: ["55006"],
    says: /pending trigger events/,
    code: "E_PENDING_TRIGGERS",
    meaning: "rows were changed in the same transaction, and their constraints wait to be checked",
    hint: "Check them before: op.execute(`SET CONSTRAINTS ALL IMMEDIATE`). Or change rows and table in two revisions.",
  },
  {
    codes: ["55P04"],
    code: "E_ENUM_VALUE_UNCOMMITTED",
    meaning: "a new enum value can be used only after it was committed",
    hint: "Add the value in a revision before this one, or in `op.autocommit(…)`.",
  },
];

/** Errors of statements that do not fit the database. */
const misfits: readonly ErrorRule[] = [
  {
    codes: ["0A000", "58P01", "22023"],
    says: /extension "[^\n]*is not available|could not open extension control file/,
    code: "E_EXTENSION_UNAVAILABLE",
    meaning: "the server does not have the extension",
    hint: "Install its package on the server. See what there is: SELECT name FROM pg_available_extensions;",
  },
  {
    codes: ["42P07", "42710", "42701", "42P06", "42723", "42P16"],
    says: /already exists/,
    code: "E_OBJECT_EXISTS",
    meaning: "it exists already",
    hint: "The database has more than its revisions made. `aludel check` shows what; rename or drop it, or `aludel stamp`.",
  },
  {
    codes: ["42P01", "42703", "42704", "42883", "3F000"],
    code: "E_OBJECT_MISSING",
    meaning: "something is missing",
    hint:
      "Check how the revision spells it. If that is right, the database has less than its revisions made: `aludel check` shows what. " +
      "A type or function may need an extension.",
  },
  {
    codes: ["25001"],
    code: "E_NOT_IN_TRANSACTION",
    meaning: "the statement cannot be in a transaction",
    hint: transactionHint,
  },
  {
    codes: ["25P02"],
    code: "E_TRANSACTION_ABORTED",
    meaning: "an earlier statement of the transaction failed, so that nothing else can run in it",
    hint: "A revision must not catch the error of a statement and go on: nothing of it would be kept.",
  },
];

/** Errors of a statement, on a connection that works. */
export const statementRules: readonly ErrorRule[] = [...circumstances, ...misfits, ...contents];
