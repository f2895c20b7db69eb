import { quoteIdentifier } from "../../../src/dialect/standard/sql.js";
import type { ObjectName } from "../../../src/schema/name.js";
import type { Column, EnumType } from "../../../src/schema/schema.js";
import { typeName } from "../../../src/schema/type-name.js";
import { set } from "../arbitrary-names.js";
import { otherSchema, type ColumnDraft, type Draft, type TableDraft } from "./arbitrary-draft.js";
import { arrayTraits, baseTypes, elementTypes, enumTraits, type Traits } from "./arbitrary-type.js";

/** A column as the schema has it, with what can be done with it. */
export interface FittedColumn {
  readonly id: string;
  readonly column: Column;
  readonly traits: Traits;
  /** It may be in keys and constraints: its values are ordered, and given by rows. */
  readonly isKey: boolean;
  /** It may be in indexes: its values are stored. */
  readonly isStored: boolean;
}

/** The name of what stands in a schema. */
export function placeOf({ name, elsewhere }: { name: string; elsewhere: boolean }): ObjectName {
  return elsewhere ? { name, schema: otherSchema } : { name };
}

/** The items of which none before has that key. */
export function unique<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const known = new Set<string>();
  return items.filter((item) => !known.has(keyOf(item)) && known.add(keyOf(item)));
}

/** The enums of the draft by their ids. */
export function fitEnums({ enums }: Draft): ReadonlyMap<string, EnumType> {
  const fitting = unique(
    enums.filter(({ values }) => values.length > 0),
    ({ name, elsewhere }) => `${name} ${elsewhere}`,
  );
  return new Map(
    fitting.map((one) => [
      one.id,
      {
        ...placeOf(one),
        values: [...new Set(one.values.map(({ text }) => text))],
        // No operation is about it, so that it must be the same wherever a type has that name.
        ...(one.elsewhere ? { comment: `it's "${one.name}"` } : {}),
      },
    ]),
  );
}

const byType = new Map(baseTypes.map((traits) => [traits.type, traits]));

function baseTraits(type: string): Traits {
  const found = byType.get(type);
  if (found === undefined) throw new Error(`no such type: ${type}`);
  return found;
}

function traitsOf({ base, enumId, isArray }: ColumnDraft, enums: ReadonlyMap<string, EnumType>): Traits {
  const type = enumId === undefined ? undefined : enums.get(enumId);
  if (type !== undefined) {
    const traits = enumTraits(typeName(type), type.values, type.values);
    return isArray ? arrayTraits(traits) : traits;
  }
  return isArray && elementTypes.includes(base) ? arrayTraits(baseTraits(base)) : baseTraits(base);
}

function isCountable({ type }: Traits): boolean {
  return /^(?:smallint|integer|bigint)$/.test(type);
}

type Valued = Pick<Column, "type" | "nullable"> & Partial<Column>;

/** Where the values come from, as far as the type permits it; what is computed may be NULL. */
function valueOf(draft: ColumnDraft, traits: Traits): Valued {
  const { source, nullable } = draft;
  const { type } = traits;
  switch (source.kind) {
    case "default": {
      const text = traits.defaults[source.at % traits.defaults.length];
      return { type, nullable, ...set("default", text) };
    }
    case "serial":
      return isCountable(traits) ? { type, nullable: false, autoIncrement: true } : { type, nullable };
    case "ALWAYS":
    case "BY DEFAULT":
      return isCountable(traits) ? { type, nullable: false, identity: source.kind } : { type, nullable };
    case "none":
    case "generated":
      return { type, nullable };
  }
}

function plainColumn(draft: ColumnDraft, enums: ReadonlyMap<string, EnumType>): FittedColumn {
  const traits = traitsOf(draft, enums);
  const collation = traits.patterns === undefined ? undefined : draft.collation;
  const column = {
    name: draft.name,
    ...valueOf(draft, traits),
    ...set("collation", collation),
    ...set("comment", draft.comment),
  };
  return { id: draft.id, column, traits, isKey: traits.ordered, isStored: true };
}

/** A column that is computed from the other; a virtual one has no type and no index of its own making (18). */
function generatedColumn(draft: ColumnDraft, from: FittedColumn, isVirtual: boolean): FittedColumn {
  const { type, expression } = from.traits.generated;
  const traits = baseTraits(type);
  const column = {
    name: draft.name,
    type,
    nullable: true,
    generated: { expression: expression(quoteIdentifier(from.column.name)), stored: !isVirtual },
    ...set("comment", draft.comment),
  };
  return { id: draft.id, column, traits, isKey: false, isStored: !isVirtual };
}

/** The columns of the table, with the names that none before has. */
export function fitColumns(
  { columns }: TableDraft,
  enums: ReadonlyMap<string, EnumType>,
  major: number,
): FittedColumn[] {
  const named = unique(columns, ({ name }) => name);
  const plain = new Map(
    named.filter(({ source }) => source.kind !== "generated").map((one) => [one.id, plainColumn(one, enums)]),
  );
  return named.map((draft) => {
    const { source } = draft;
    if (source.kind !== "generated") return plain.get(draft.id) ?? plainColumn(draft, enums);
    const from = plain.get(source.from);
    if (from === undefined) return plainColumn(draft, enums);
    const isOwnType = [...enums.values()].some((type) => from.traits.type.startsWith(typeName(type)));
    return generatedColumn(draft, from, source.virtual && major >= 18 && !isOwnType);
  });
}
