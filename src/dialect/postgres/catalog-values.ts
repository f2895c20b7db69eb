import { AludelError } from "../../errors.js";
import { isRecord } from "../../schema/compare.js";

function unreadable(): AludelError {
  return new AludelError("E_CATALOG_CHANGED", "the schema was changed while it was read", {
    hint: "Run the command again when nobody else changes the schema.",
  });
}

/** The value that is surely there. Throws `E_CATALOG_CHANGED` where it is not: its object was dropped meanwhile. */
export function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw unreadable();
  return value;
}

/** A text that may be missing. */
export function optionalText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A text. Throws `E_CATALOG_CHANGED` where there is none. */
export function text(value: unknown): string {
  return present(optionalText(value));
}

/** A condition. */
export function flag(value: unknown): boolean {
  return value === true;
}

/** A number that may be missing. */
export function optionalNumber(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

/** An object that came as JSON; empty where there is none. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(optionalText(value) ?? "{}");
  return isRecord(parsed) ? parsed : {};
}

/** A list of texts, as a value inside of JSON. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** A list of texts that came as JSON; empty where there is none. */
export function textList(value: unknown): string[] {
  return typeof value === "string" ? texts(JSON.parse(value)) : [];
}

/** A list of numbers that came as JSON; empty where there is none. */
export function numberList(value: unknown): number[] {
  return textList(value).map(Number);
}

/** A list of numbers as the server writes a vector of them: `1 2 0`. */
export function vector(value: unknown): number[] {
  const written = optionalText(value) ?? "";
  return written === "" ? [] : written.split(" ").map(Number);
}

/** Options by name, of a list such as `["fillfactor=70"]`. */
export function optionsOf(list: readonly string[]): Record<string, string> {
  const entries = list.map((option): [string, string] => {
    const end = option.indexOf("=");
    return end === -1 ? [option, ""] : [option.slice(0, end), option.slice(end + 1)];
  });
  return Object.fromEntries(entries);
}

/** A list of texts as a parameter of a query. https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
export function arrayLiteral(items: readonly (string | number)[]): string {
  return `{${items.map((item) => `"${String(item).replace(/["\\]/g, String.raw`\$&`)}"`).join()}}`;
}
