import type { Explanation } from "../dialect.js";
import { connectionRules } from "./connection-errors.js";
import { driverErrors, type DriverError, type ErrorRule } from "./driver-error.js";
import { statementRules } from "./statement-errors.js";

const rules: readonly ErrorRule[] = [...connectionRules, ...statementRules];

function fits({ codes, says }: ErrorRule, error: DriverError): boolean {
  if (codes !== undefined && !codes.includes(error.code)) return false;
  return says?.test(`${error.name}: ${error.message}\n${error.detail}`) ?? true;
}

/** What the driver says, without what stands in the way of reading it. */
function said({ message, detail, address, code }: DriverError): string {
  const whole = [message, detail].filter((part) => part !== "").join(": ");
  return whole === "" ? `${code} ${address}`.trim() : whole.replaceAll(/\s*\n\s*/g, "; ");
}

function explanationOf(rule: ErrorRule, error: DriverError): Explanation {
  return {
    code: rule.code,
    message: `${rule.meaning} (${said(error)})`,
    hint: typeof rule.hint === "string" ? rule.hint : rule.hint(error),
    ...(rule.passes && { passes: rule.passes }),
  };
}

/**
 * What an error of PostgreSQL, its driver or the network means to a user. Nothing in it comes from the options of a data
 * source, which may hold a password.
 */
export function explain(error: unknown): Explanation | undefined {
  for (const found of driverErrors(error)) {
    const rule = rules.find((candidate) => fits(candidate, found));
    if (rule !== undefined) return explanationOf(rule, found);
  }
  return undefined;
}

/** Whether the connection is gone, and with it its transaction and its locks. */
export function isConnectionLost(error: unknown): boolean {
  return explain(error)?.code === "E_CONNECTION_LOST";
}

/** Whether the server refused the statement with one of those SQLSTATEs. */
export function hasState(error: unknown, ...states: readonly string[]): boolean {
  return driverErrors(error).some(({ code }) => states.includes(code));
}
