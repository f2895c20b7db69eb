import {
  fields,
  findAssignments,
  hasDown,
  type Assignment,
  type Field,
  type Literal,
} from "./header-value.js";
import { tokenize, type Token } from "./token.js";

/** What a revision file says of itself, read without running it. */
export interface RevisionHeader {
  readonly id: string;
  /** The revisions it follows: none for a base, several for a merge. */
  readonly parents: readonly string[];
  readonly branchLabels: readonly string[];
  /** Ids or branch labels of revisions that must be applied before it, although it does not follow them. */
  readonly dependsOn: readonly string[];
  /** False where the file asks to run outside a transaction. */
  readonly transaction: boolean;
  /** The first paragraph of the documentation comment; from the file's name where there is no comment. */
  readonly message: string;
  /** The whole documentation comment. */
  readonly doc: string;
  /** Whether there is a `down` that does something; without it, the revision is irreversible. */
  readonly hasDown: boolean;
}

/** Why the header of one file cannot be read, and where. */
export interface HeaderProblem {
  readonly fileName: string;
  readonly line: number;
  readonly message: string;
}

/** What {@link scanHeader} found: a revision, a file that is none, or a revision file that is broken. */
export type HeaderScan =
  | { readonly kind: "revision"; readonly header: RevisionHeader }
  | { readonly kind: "broken"; readonly problem: HeaderProblem }
  | { readonly kind: "none" };

/** Ids and labels are names: free of `@`, `:` and `+`, and no part that reads as `-2`. */
const namePattern = /^\w+(?:[.-][A-Za-z_]\w*)*$/;
const reservedNames = new Set(["head", "heads", "base", "current"]);
const longestName = 64;

/** The names of files that `aludel revision` writes begin so. */
const revisionFileName = /^\d{8}T\d{4}_/;

/**
 * Reads the header of a revision file from its TypeScript source or its compiled JavaScript (ESM or CommonJS), without
 * running it. A file without a `revision` is `none`, unless its name or a `parents` tells that it should have one.
 */
export function scanHeader(text: string, fileName: string): HeaderScan {
  const tokens = tokenize(text);
  const found = findAssignments(tokens);
  if (!found.has("revision") && !found.has("parents") && !revisionFileName.test(fileName))
    return { kind: "none" };
  const problem = (message: string, token?: Token): HeaderScan => ({
    kind: "broken",
    problem: { fileName, line: lineOf(text, token?.offset ?? 0), message },
  });

  for (const field of fields) {
    const assignment = found.get(field);
    const wrong = assignment === undefined ? missing(field) : complaint(field, assignment.value);
    if (wrong !== undefined) return problem(wrong, assignment?.token);
  }
  return { kind: "revision", header: headerOf(tokens, found, fileName) };
}

/** Whether a text can be a revision id or a branch label. */
function isName(text: string): boolean {
  return namePattern.test(text) && text.length <= longestName && !reservedNames.has(text);
}

function headerOf(
  tokens: readonly Token[],
  found: ReadonlyMap<Field, Assignment>,
  fileName: string,
): RevisionHeader {
  const names = (field: Field): readonly string[] => {
    const value = found.get(field)?.value;
    return typeof value === "object" ? [...new Set(value)] : [];
  };
  const id = found.get("revision")?.value;
  const doc = docText(found.get("revision")?.token.doc ?? "");
  return {
    id: typeof id === "string" ? id : "",
    parents: names("parents"),
    branchLabels: names("branchLabels"),
    dependsOn: names("dependsOn"),
    transaction: found.get("transaction")?.value !== false,
    message: doc.split(/\n\s*\n/)[0] || messageFromName(fileName),
    doc,
    hasDown: hasDown(tokens),
  };
}

function missing(field: Field): string | undefined {
  if (field === "revision") return 'no `export const revision = "…"`';
  return field === "parents" ? "no `export const parents = […]` (`[]` for a first revision)" : undefined;
}

/** What is wrong with the value of a field, if anything. */
function complaint(field: Field, value: Literal | undefined): string | undefined {
  if (field === "transaction") {
    return typeof value === "boolean" ? undefined : "`transaction` must be written as true or false";
  }
  if (field === "revision" && typeof value !== "string")
    return "`revision` must be written as one plain string";
  if (field !== "revision" && typeof value !== "object") {
    return `\`${field}\` must be written as an array of plain strings, such as ["4f1c9a0b2d7e"] or []`;
  }
  const bad = [value].flat().find((name) => typeof name === "string" && !isName(name));
  if (bad === undefined) return undefined;
  return `\`${field}\` has ${JSON.stringify(bad)}: an id or label is made of letters, digits and "_", has at most ${longestName} characters, and is not ${[...reservedNames].join(", ")}`;
}

/** The text of a documentation comment, without its stars, and with `*\/` as the writer meant it. */
function docText(comment: string): string {
  return comment
    .replace(/^\/\*\*/, "")
    .replace(/\*\/$/, "")
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .join("\n")
    .replaceAll("*\\/", "*/")
    .trim();
}

/** `20261121T1030_4f1c9a0b2d7e_add_tier.ts` → `add tier`. */
function messageFromName(fileName: string): string {
  return fileName
    .replace(/\.\w+$/, "")
    .replace(/^\d{8}T\d{4}_\w{12}_?/, "")
    .replaceAll("_", " ");
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|[\n\r]/).length;
}
