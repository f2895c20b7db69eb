import { isRecord } from "../../schema/compare.js";
import type { Explanation } from "../dialect.js";

/** What the driver or the server says of an error, as far as it says it. */
export interface DriverError {
  /** An SQLSTATE, or a code of Node such as `ECONNREFUSED`. */
  readonly code: string;
  readonly name: string;
  readonly message: string;
  readonly detail: string;
  readonly hint: string;
  /** What Node was doing, such as `connect`. */
  readonly call: string;
  /** Where it wanted to connect to, such as `127.0.0.1:5432` or the path of a socket. */
  readonly address: string;
}

/** What is known of the errors that have this code or say that. */
export interface ErrorRule {
  /** Codes of Node, or SQLSTATEs. https://www.postgresql.org/docs/current/errcodes-appendix.html */
  readonly codes?: readonly string[];
  /** What the message, its detail after a line break, says; or the name of the error. */
  readonly says?: RegExp;
  readonly code: Explanation["code"];
  /** What it means, put in front of what the driver says. */
  readonly meaning: string;
  readonly hint: string | ((error: DriverError) => string);
  readonly passes?: true;
}

function text(error: Readonly<Record<string, unknown>>, key: string): string {
  const value = error[key];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function addressOf(error: Readonly<Record<string, unknown>>): string {
  const host = text(error, "address") || text(error, "hostname");
  const port = text(error, "port");
  return host === "" || port === "" ? host : `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** What it stands for: TypeORM wraps errors of statements, Node gathers those of the several addresses of a host. */
function wrapped(error: Readonly<Record<string, unknown>>): readonly unknown[] {
  return [error["driverError"], ...(Array.isArray(error["errors"]) ? error["errors"] : [])];
}

/** The errors that an error is made of, the one that tells most first. */
export function driverErrors(error: unknown): DriverError[] {
  if (!isRecord(error)) return [];
  const own: DriverError = {
    code: text(error, "code"),
    name: text(error, "name"),
    message: text(error, "message"),
    detail: text(error, "detail"),
    hint: text(error, "hint"),
    call: text(error, "syscall"),
    address: addressOf(error),
  };
  return [...wrapped(error).flatMap(driverErrors), own, ...driverErrors(error["cause"])];
}
