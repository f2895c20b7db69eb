import type { ObjectName } from "../../schema/name.js";
import type { Statement } from "../dialect.js";
import { quote } from "./names.js";
import { firstViolation } from "./violations.js";

/**
 * When PostgreSQL carries out a subcommand of ALTER TABLE, whatever its place in the statement (`AT_PASS_…` in
 * tablecmds.c). Subcommands whose order is that of their passes can be one statement, which looks at the rows once.
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
export const pass = {
  drop: 0,
  alterType: 1,
  addColumn: 2,
  columnAttribute: 3,
  indexConstraint: 4,
  otherConstraint: 5,
  rest: 6,
} as const;

/** A part of an ALTER TABLE statement. */
export interface Subcommand {
  readonly pass: (typeof pass)[keyof typeof pass];
  readonly clause: string;
  readonly violations?: string | undefined;
}

/** A part of an ALTER TABLE statement, or a statement of its own. */
export type Step = Subcommand | Statement;

/** A part of an ALTER TABLE statement, with the query for rows that forbid it. */
export function subcommand(when: Subcommand["pass"], clause: string, violations?: string): Subcommand {
  return { pass: when, clause, violations };
}

function alterSql(table: string, group: readonly Subcommand[]): Statement {
  const violations = group.flatMap((part) => part.violations ?? []);
  return {
    sql: `ALTER TABLE ${table} ${group.map(({ clause }) => clause).join(", ")}`,
    ...(violations.length === 0 ? {} : { violations: firstViolation(violations) }),
  };
}

/** The steps as statements, as few as their order permits; with `ONLY`, what inherits from the table stays as it is. */
export function statementsOf(
  table: ObjectName,
  steps: readonly Step[],
  only: "ONLY " | "" = "",
): Statement[] {
  const statements: Statement[] = [];
  let group: Subcommand[] = [];
  const flush = (): void => {
    if (group.length > 0) statements.push(alterSql(only + quote(table), group));
    group = [];
  };
  for (const step of steps) {
    if ("sql" in step) {
      flush();
      statements.push(step);
      continue;
    }
    if ((group.at(-1)?.pass ?? 0) > step.pass) flush();
    group.push(step);
  }
  flush();
  return statements;
}
