import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { AludelError, messageOf } from "../errors.js";
import { createOperations, type Operations } from "../operation/builders.js";
import { callOf } from "../operation/call.js";
import type { Operation } from "../operation/operation.js";
import { isRecord } from "../schema/compare.js";

/** The functions of a revision file. */
export interface RevisionModule {
  readonly up: (op: Operations) => Promise<void> | void;
  /** Absent where the revision cannot be undone. */
  readonly down?: (op: Operations) => Promise<void> | void;
}

/** The operations that a revision makes; `complete` is false where it asks the database, so that nobody can know. */
export interface Recording {
  readonly operations: readonly Operation[];
  readonly complete: boolean;
}

type Migrate = (op: Operations) => Promise<void> | void;

function isMigrate(value: unknown): value is Migrate {
  return typeof value === "function";
}

/** The functions that a loaded revision file exports. Throws `E_REVISION_FILE` where it has no `up`. */
export function toRevisionModule(file: string, exported: unknown): RevisionModule {
  const up = isRecord(exported) ? exported["up"] : undefined;
  const down = isRecord(exported) ? exported["down"] : undefined;
  if (!isMigrate(up)) {
    throw new AludelError("E_REVISION_FILE", `${file}: there is no function "up" among its exports`, {
      hint: "Write: export async function up(op: Operations): Promise<void> { … }",
    });
  }
  if (down !== undefined && !isMigrate(down)) {
    throw new AludelError("E_REVISION_FILE", `${file}: the export "down" is not a function`);
  }
  return down === undefined ? { up } : { up, down };
}

/**
 * Runs one direction of a revision without a database, and gives the operations that it makes. A question to the
 * database is never answered: there the recording ends. Throws `E_REVISION_FAILED` where the revision throws.
 */
export async function record(file: string, migrate: Migrate): Promise<Recording> {
  const operations: Operation[] = [];
  let complete = true;
  let stop = (): void => {};
  const asked = new Promise<void>((resolve) => (stop = resolve));
  const op = createOperations({
    run: async (operation) => void operations.push(operation),
    query: () => {
      complete = false;
      stop();
      return new Promise(() => {});
    },
  });
  try {
    // What the revision does not await is over at the next turn of the event loop, as nothing here takes time.
    await Promise.race([
      Promise.resolve(op)
        .then(migrate)
        .then(() => setImmediate()),
      asked,
    ]);
  } catch (error) {
    throw revisionFailed(file, error);
  }
  return { operations: [...operations], complete };
}

/** The error for what a revision's own code throws. */
export function revisionFailed(file: string, error: unknown): Error {
  if (error instanceof AludelError) return error;
  return new AludelError("E_REVISION_FAILED", `${file}: ${messageOf(error)}`, {
    cause: error,
    hint: "The revision's own code threw this. Run the command again with --debug for the place.",
  });
}

/** What a revision does in both directions. */
export interface RecordedRevision {
  readonly up: Recording;
  readonly down: Recording;
}

/** Records both directions of a revision. */
export async function recordRevision(file: string, module: RevisionModule): Promise<RecordedRevision> {
  const nothing: Recording = { operations: [], complete: true };
  return {
    up: await record(file, module.up),
    down: module.down === undefined ? nothing : await record(file, module.down),
  };
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}

/** The fingerprint of what a revision does, whatever its file looks like; none where nobody can know what it does. */
export function checksumOf({ up, down }: RecordedRevision): string | undefined {
  if (!up.complete || !down.complete) return undefined;
  return hashOf([up.operations.map(callOf), down.operations.map(callOf)]);
}

/** The fingerprint of operations that are done, one after the other: of those before it, and of the next one. */
export function fingerprintAfter(before: string | undefined, operation: Operation): string {
  return hashOf([before ?? "", callOf(operation)]);
}

function hashOf(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content, plain)).digest("hex");
}
