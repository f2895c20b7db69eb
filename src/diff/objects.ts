import type { Operation } from "../operation/operation.js";
import { equal } from "../schema/compare.js";
import { sameName } from "../schema/name.js";
import type { Extension, Schema, Sequence } from "../schema/schema.js";

/** The operations on what tables stand in or use. */
export interface ObjectOperations {
  /** What must be there before all else. */
  readonly created: readonly Operation[];
  /** What may go when all else is done. */
  readonly dropped: readonly Operation[];
}

function extensionOperations(
  kind: "createExtension" | "dropExtension",
  from: Schema,
  to: Schema,
): Operation[] {
  const isMissing = ({ name }: Extension): boolean => !to.extensions.some((other) => other.name === name);
  return from.extensions.filter(isMissing).map((extension) => ({ kind, extension }));
}

function sequenceOperations(
  kind: "createSequence" | "dropSequence",
  sequences: readonly Sequence[],
): Operation[] {
  return sequences.map((sequence) => ({ kind, sequence }));
}

/** The differences of schemas, extensions and sequences. A sequence that changes is made anew before anything uses it. */
export function diffObjects(from: Schema, to: Schema): ObjectOperations {
  const find = ({ sequences }: Schema, wanted: Sequence): Sequence | undefined =>
    sequences.find((sequence) => sameName(sequence, wanted));
  const changed = from.sequences.filter((sequence) => {
    const now = find(to, sequence);
    return now !== undefined && !equal(now, sequence);
  });
  const schemaOperations = (kind: "createSchema" | "dropSchema", names: readonly string[]): Operation[] =>
    names.map((name) => ({ kind, name }));
  return {
    created: [
      ...schemaOperations(
        "createSchema",
        to.schemas.filter((name) => !from.schemas.includes(name)),
      ),
      ...extensionOperations("createExtension", to, from),
      ...sequenceOperations("dropSequence", changed),
      ...sequenceOperations(
        "createSequence",
        to.sequences.filter((sequence) => !equal(find(from, sequence), sequence)),
      ),
    ],
    dropped: [
      ...sequenceOperations(
        "dropSequence",
        from.sequences.filter((sequence) => find(to, sequence) === undefined),
      ),
      ...extensionOperations("dropExtension", from, to),
      ...schemaOperations(
        "dropSchema",
        from.schemas.filter((name) => !to.schemas.includes(name)),
      ),
    ],
  };
}
