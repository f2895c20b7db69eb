import * as fc from "fast-check";
import { columnNames, names, rarely } from "../arbitrary-names.js";
import { withId, type ColumnDraft, type Draft, type EnumDraft, type Source } from "./arbitrary-draft.js";
import { baseTypes, elementTypes } from "./arbitrary-type.js";

/** Makes something for a place in a draft, which knows its id then. */
export type Make<Place, Made> = (draft: Draft, place: Place) => readonly [Draft, Made];

/** A place in a list, to be taken modulo its length. */
export const at = fc.nat(9);

/** A comment, or mostly none. */
export const comments = rarely(names(["plain", "it's", 'quo"te', "two\nlines", "50 % \\ größe"]), 4);
/** When a constraint is checked. */
export const deferrables = rarely(
  fc.constantFrom("INITIALLY IMMEDIATE" as const, "INITIALLY DEFERRED" as const),
  5,
);

/** Names that are seldom the same, of what shares them with all others of a schema. */
export const partNames: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom("N_", 'q"', "größe ", "100% "), fc.nat(40))
  .map(([prefix, number]) => prefix + number);

/** The values that enums get. */
export const valueTexts = ["x", "y", "it's", "größe", 'q"', "a,b", "${z}", "Null", "b\\c", "{}", " "];

/** An enum type. */
export const enums: fc.Arbitrary<Make<undefined, EnumDraft>> = fc
  .record({
    name: names(["mood", "Tier", "user", 'kind "q"', "größe enum", "%t"]),
    elsewhere: fc.boolean(),
    texts: fc.uniqueArray(names(valueTexts), { minLength: 1, maxLength: 5 }),
  })
  .map(
    ({ texts, ...rest }) =>
      (draft) =>
        withId(draft, (next, id) => [
          next,
          { ...rest, id, values: texts.map((text) => ({ id: `${id}=${text}`, text })) },
        ]),
  );

/** A column's type, by the place of its enum, if it is one. */
export const typeSpecs = fc.record({
  base: fc.oneof(
    { weight: 3, arbitrary: names(baseTypes.map(({ type }) => type)) },
    { weight: 1, arbitrary: names(["integer", ...elementTypes]) },
  ),
  enumAt: rarely(at, 1),
  isArray: rarely(fc.constant(true), 4),
});

/** The type in that draft. */
export function typeIn(
  { base, enumAt, isArray }: typeof typeSpecs extends fc.Arbitrary<infer Spec> ? Spec : never,
  { enums: all }: Draft,
): Pick<ColumnDraft, "base" | "enumId" | "isArray"> {
  const enumId = enumAt === undefined ? undefined : all[enumAt % all.length]?.id;
  return { base, enumId, isArray: isArray === true };
}

const sourceSpecs = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: "none" as const }) },
  { weight: 4, arbitrary: at.map((place) => ({ kind: "default" as const, at: place })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("serial" as const, "ALWAYS" as const, "BY DEFAULT" as const).map((kind) => ({
      kind,
    })),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("generated" as const), from: at, virtual: fc.boolean() }),
  },
);

/** Where the values of a column beside those may come from. */
export const sources: fc.Arbitrary<(columns: readonly ColumnDraft[]) => Source> = sourceSpecs.map(
  (spec) => (columns) => {
    if (spec.kind !== "generated") return spec;
    const from = columns[spec.from % columns.length]?.id;
    return from === undefined ? { kind: "none" } : { ...spec, from };
  },
);

/** A column of a table with those columns. */
export const columns: fc.Arbitrary<Make<readonly ColumnDraft[], ColumnDraft>> = fc
  .record({
    name: names(columnNames),
    type: typeSpecs,
    nullable: fc.boolean(),
    source: sources,
    collation: rarely(names(["C", "POSIX"]), 5),
    comment: comments,
  })
  .map(
    ({ type, source, ...rest }) =>
      (draft, others) =>
        withId(draft, (next, id) => [next, { ...rest, id, ...typeIn(type, draft), source: source(others) }]),
  );
