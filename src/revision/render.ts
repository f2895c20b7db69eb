import { callOf, type Argument, type Call } from "../operation/call.js";
import type { Operation } from "../operation/operation.js";
import { isRecord } from "../schema/compare.js";

/** An operation and what a reviewer should know of it, a line each. */
export interface CommentedOperation {
  readonly operation: Operation;
  readonly comments: readonly string[];
}

/** All that a new revision file says. */
export interface RevisionText {
  readonly id: string;
  readonly parents: readonly string[];
  readonly message: string;
  /** How the file came about, as a sentence without a full stop. */
  readonly origin: string;
  readonly up: readonly CommentedOperation[];
  readonly down: readonly CommentedOperation[];
  /** Whether TypeScript must be told that the package is an ES module, as in CommonJS projects under `node16`. */
  readonly resolutionMode: boolean;
}

const identifier = /^[A-Za-z_$][\w$]*$/;

/** A text as JSON writes it, one of several lines joined line by line. */
function textLiteral(text: string): string {
  if (!text.trimEnd().includes("\n")) return JSON.stringify(text);
  const lines = text.split("\n").map((line) => JSON.stringify(line));
  return `[${lines.join(", ")}].join("\\n")`;
}

/** A name for a property; `__proto__` outside of brackets would set the prototype. */
function propertyName(name: string): string {
  if (name === "__proto__") return `["__proto__"]`;
  return identifier.test(name) ? name : JSON.stringify(name);
}

/** A value as TypeScript that gives an equal one. */
function literal(value: unknown): string {
  if (typeof value === "string") return textLiteral(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (value instanceof Date) return `new Date(${JSON.stringify(value)})`;
  if (value instanceof Uint8Array) return `new Uint8Array([${value.join(", ")}])`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, content]) => content !== undefined)
    .map(([name, content]) => `${propertyName(name)}: ${literal(content)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function argument(content: Argument): string {
  if ("value" in content) return literal(content.value);
  if ("operations" in content) {
    const calls = content.operations.map((call) => `op.${callText(call)}`);
    return calls.length === 1
      ? `(op) => ${calls.join("")}`
      : `async (op) => {\n${calls.map((text) => `await ${text};\n`).join("")}}`;
  }
  return `(table) => [\n${content.calls.map((call) => `table.${callText(call)},\n`).join("")}]`;
}

function callText(call: Call): string {
  return `${call.method}(${call.arguments.map(argument).join(", ")})`;
}

/** A comment of one line for each line of the text. */
function comment(text: string): string[] {
  return text.split(/\r?\n|[\r\u2028\u2029]/).map((line) => `// ${line}`.trimEnd());
}

function operationText({ operation, comments }: CommentedOperation): string {
  return [...comments.flatMap(comment), `await op.${callText(callOf(operation))};`].join("\n");
}

function functionText(name: "up" | "down", operations: readonly CommentedOperation[]): string {
  const body =
    operations.length === 0
      ? "// Write here what the revision does. Without operations in down it cannot be undone."
      : operations.map(operationText).join("\n\n");
  const parameter = operations.length === 0 ? "_op" : "op";
  return `export async function ${name}(${parameter}: Operations): Promise<void> {\n${body}\n}`;
}

/** The text inside a documentation comment, which nothing in it may end. */
function docLines(text: string): string {
  return text
    .split(/\r?\n|[\r\u2028\u2029]/)
    .map((line) => ` * ${line.replaceAll("*/", "*\\/")}`.trimEnd())
    .join("\n");
}

/** The source of the revision file, not yet formatted. */
export function renderRevision(revision: RevisionText): string {
  const attribute = revision.resolutionMode ? ' with { "resolution-mode": "import" }' : "";
  return [
    `import type { Operations } from "aludel"${attribute};`,
    "",
    `/**\n${docLines(revision.message.trim() || "no message")}\n *\n${docLines(`${revision.origin}.`)}\n */`,
    `export const revision = ${literal(revision.id)};`,
    `export const parents${revision.parents.length === 0 ? ": string[]" : ""} = ${literal(revision.parents)};`,
    "",
    functionText("up", revision.up),
    "",
    functionText("down", revision.down),
    "",
  ].join("\n");
}
