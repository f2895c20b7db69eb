import type { EntitySchemaColumnOptions, EntitySchemaOptions } from "typeorm";

type Columns = Readonly<Record<string, EntitySchemaColumnOptions>>;

/** An entity with an integer primary key `id`, unless the columns have one. */
export function entity(
  name: string,
  columns: Columns,
  extra: Partial<EntitySchemaOptions<Record<string, unknown>>> = {},
): EntitySchemaOptions<Record<string, unknown>> {
  const hasKey = Object.values(columns).some((column) => column.primary);
  return {
    name,
    columns: hasKey ? columns : { id: { type: "integer", primary: true }, ...columns },
    ...extra,
  };
}
