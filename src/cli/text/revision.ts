import type { HistoryEntry } from "../../command/history.js";
import type { RevisionFile } from "../../revision/directory.js";
import type { Style } from "./style.js";

/** What is special about a revision, as words in parentheses. */
export interface Marks extends Partial<Omit<HistoryEntry, "revision">> {
  readonly isHead: boolean;
}

/** ` (head) (current)`: each mark after a space; nothing for a revision with none. */
export function marksText(marks: Marks, style: Style): string {
  const words = [
    marks.isHead && style.green("(head)"),
    marks.isBranchPoint && style.yellow("(branchpoint)"),
    marks.isMergePoint && style.yellow("(mergepoint)"),
    marks.isCurrent && style.green("(current)"),
    marks.isChanged && style.red("(changed since it was applied)"),
  ];
  return words.map((word) => (word ? ` ${word}` : "")).join("");
}

function messageText(message: string): string {
  return message === "" ? "" : `, ${message.replaceAll(/\s+/g, " ")}`;
}

/** `4f1c9a0b2d7e (head), add customer tier` */
export function revisionLine(revision: RevisionFile, marks: Marks, style: Style): string {
  return `${style.bold(revision.id)}${marksText(marks, style)}${messageText(revision.message)}`;
}

/** `9be02d4c11aa -> 4f1c9a0b2d7e (head), add customer tier` */
export function historyLine({ revision, ...marks }: HistoryEntry, style: Style): string {
  return `${parentsText(revision)} -> ${revisionLine(revision, marks, style)}`;
}

function parentsText({ parents }: RevisionFile): string {
  return parents.length === 0 ? "<base>" : parents.join(", ");
}

/** A revision over several lines: what it is, where it is, and its whole documentation comment. */
export function revisionDetails(
  revision: RevisionFile,
  marks: Marks,
  { style, file }: { readonly style: Style; readonly file: string },
): string {
  const date = dateOf(revision.name);
  const { branchLabels, dependsOn, doc, message, hasDown } = revision;
  const lines = [
    `Rev: ${style.bold(revision.id)}${marksText(marks, style)}`,
    `${revision.parents.length > 1 ? "Merges" : "Parent"}: ${parentsText(revision)}`,
    ...(branchLabels.length === 0 ? [] : [`Branch labels: ${branchLabels.join(", ")}`]),
    ...(dependsOn.length === 0 ? [] : [`Depends on: ${dependsOn.join(", ")}`]),
    ...(hasDown ? [] : ["Irreversible: it has no down"]),
    `Path: ${file}`,
    ...(date === undefined ? [] : [`Date: ${date}`]),
  ];
  const text = (doc === "" ? message : doc).trim();
  return [...lines, ...(text === "" ? [] : ["", ...text.split("\n").map(indent)])].join("\n");
}

function indent(line: string): string {
  return line === "" ? "" : `    ${line}`;
}

/** When the revision was written, as its file's name says. */
export function dateOf(name: string): string | undefined {
  const [, year, month, day, hour, minute] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)_/.exec(name) ?? [];
  return year === undefined ? undefined : `${year}-${month}-${day} ${hour}:${minute} UTC`;
}
