import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { needsResolutionMode } from "../config/resolution-mode.js";
import { loadModule } from "../config/load-module.js";
import { AludelError, exitCode } from "../errors.js";
import { noRenames } from "../diff/diff.js";
import type { Operation } from "../operation/operation.js";
import { equal } from "../schema/compare.js";
import type { Schema } from "../schema/schema.js";
import { fileName } from "../revision/slug.js";
import { writeRevision } from "../revision/directory.js";
import type { RevisionGraph } from "../revision/graph.js";
import { renderRevision, type CommentedOperation } from "../revision/render.js";
import { recordRevision, toRevisionModule } from "../runtime/record.js";
import { type Answers, type Difference } from "./autogenerate.js";
import { fillIn, fillNeutral } from "./backfill.js";
import { commented, withOthers } from "./commented.js";
import { compareWithDatabase } from "./compare.js";
import { findMisfits } from "./find-misfits.js";
import { followRenames } from "./follow-renames.js";
import { formatRevision } from "./format.js";
import { lossesOf } from "./hazard-lines.js";
import { mapTexts } from "./map-texts.js";
import { openProject, readGraph, type CommandOptions, type Project } from "./project.js";
import type { Loss, Questioner } from "./questioner.js";
import { rowCounter, type RowCounter } from "./row-counter.js";

/** What `aludel revision` takes. */
export interface RevisionOptions extends CommandOptions, Answers {
  readonly message?: string;
  /** Values for rows: `table.column=SQL expression`. */
  readonly backfills?: readonly string[];
  /** Asks what the answers do not say; without it, what is not answered is an error. */
  readonly questioner?: Questioner;
}

/** A revision that was written, or that there was nothing to write. */
export interface RevisionResult {
  /** The new file and its id; absent where the entities do not differ from the database. */
  readonly created?: { readonly id: string; readonly file: string; readonly message: string };
  readonly parents: readonly string[];
  /** What differs; absent where nothing was compared. */
  readonly difference?: Difference;
  /** What the revision destroys. */
  readonly losses: readonly Loss[];
  /** Columns whose rows, as they are now, cannot be converted to their new type, each with why. */
  readonly misfits: readonly string[];
}

function headsOf(graph: RevisionGraph): readonly string[] {
  if (graph.heads.length <= 1) return graph.heads;
  throw new AludelError("E_MULTIPLE_HEADS", `there are several heads: ${graph.heads.join(", ")}`, {
    hint: "A new revision needs one parent. See `aludel heads`; move the files of one line behind the other by their `parents`.",
    exitCode: exitCode.brokenRevisions,
  });
}

interface NewRevision {
  readonly message: string;
  readonly origin: string;
  readonly parents: readonly string[];
  readonly up: readonly CommentedOperation[];
  readonly down: readonly CommentedOperation[];
}

async function write(
  project: Project,
  content: NewRevision,
): Promise<NonNullable<RevisionResult["created"]>> {
  const { options, system } = project;
  const id = system.newId();
  const name = fileName({ id, message: content.message, date: new Date(system.now()) });
  const file = join(options.directory, name);
  const text = renderRevision({ ...content, id, resolutionMode: needsResolutionMode(file) });
  await writeRevision(options.directory, name, await formatRevision(text, file));
  return { id, file, message: content.message };
}

/** Loads the file as it was written: it must do what was found, or it is taken away again. */
async function verifyWritten(
  file: string,
  up: readonly Operation[],
  down: readonly Operation[],
): Promise<void> {
  try {
    const module = toRevisionModule(file, await loadModule(file, { fresh: true, standalone: true }));
    const recorded = await recordRevision(file, module);
    if (equal(recorded.up.operations, up) && equal(recorded.down.operations, down)) return;
    throw new AludelError("E_INTERNAL", `${file} does not do what was found when it is loaded again`, {
      hint: "This is a bug of Aludel; the file was removed. Please report it.",
    });
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

function today(project: Project): string {
  return new Date(project.system.now()).toISOString().slice(0, 10);
}

/**
 * Writes an empty revision file after the head, for changes by hand. Throws `E_MULTIPLE_HEADS`, and what a broken
 * revision directory throws.
 */
export async function createRevision(options: RevisionOptions = {}): Promise<RevisionResult> {
  const project = await openProject(options);
  const parents = headsOf(await readGraph(project));
  const created = await write(project, {
    message: options.message ?? "",
    origin: `Written by \`aludel revision\` on ${today(project)}`,
    parents,
    up: [],
    down: [],
  });
  return { created, parents, losses: [], misfits: [] };
}

/**
 * Compares the entities of the data source with its database and writes the difference as a revision file after the head;
 * no file where nothing differs. The file is checked before it stays: applied in memory it leads to the entities and back,
 * and loaded again it does the same. Throws `E_DATABASE_BEHIND` where the database is not at the head,
 * `E_RENAME_UNDECIDED` and `E_BACKFILL_UNDECIDED` where an answer is missing.
 */
export async function autogenerate(
  dataSource: DataSource,
  options: RevisionOptions = {},
): Promise<RevisionResult> {
  const project = await openProject(options);
  const graph = await readGraph(project);
  const parents = headsOf(graph);
  return compareWithDatabase(
    { project, graph, dataSource, answers: options, questioner: options.questioner },
    async (compared) => {
      const { difference, live, dialect, session, server } = compared;
      if (difference.up.length === 0) return { parents, difference, losses: [], misfits: [] };
      const namesSoFar = difference.up.reduce(followRenames, noRenames);
      const counter =
        session === undefined
          ? emptyCounter
          : rowCounter(session.connection, session.dialect, difference.from, namesSoFar);
      const up = await fillIn({
        up: await mapTexts({
          up: difference.up,
          to: difference.to,
          answers: options.mappedValues ?? [],
          counter,
          dialect,
          questioner: options.questioner,
        }),
        to: difference.to,
        answers: options.backfills ?? [],
        counter,
        questioner: options.questioner,
      });
      const { from, to } = difference;
      const complete = (schema: Schema): Schema => withOthers(schema, live, from);
      const down = fillNeutral(difference.down, difference.from, dialect);
      const created = await write(project, {
        message: options.message ?? "",
        origin: `Written by \`aludel revision --autogenerate\` on ${today(project)} for ${server}`,
        parents,
        up: await commented(up, { dialect, from, complete, counter }),
        down: await commented(down, { dialect, from: to, complete }),
      });
      await verifyWritten(created.file, up, down);
      const losses: Loss[] = [];
      for (const operation of up) losses.push(...(await lossesOf(operation, dialect, counter)));
      const misfits = await findMisfits(up, from.enums, dialect, counter);
      return { created, parents, difference: { ...difference, up, down }, losses, misfits };
    },
  );
}

const emptyCounter: RowCounter = {
  rows: async () => 0,
  rowsWhere: async () => 0,
  rowsLosing: async () => 0,
  rowsHolding: async () => 0,
  conversionRefusal: async () => undefined,
  valuesBeside: async () => [],
  refusal: async () => undefined,
};
