import type { EntitySchemaColumnOptions, EntitySchemaOptions, EntitySchemaRelationOptions } from "typeorm";

export type Columns = Readonly<Record<string, EntitySchemaColumnOptions>>;
type Options = EntitySchemaOptions<Record<string, unknown>>;
export type Entity = Pick<Options, keyof Options>;

/** An entity with an integer primary key `id`, unless the columns have one. */
export function entity(name: string, columns: Columns, extra: Partial<Entity> = {}): Entity {
  const hasKey = Object.values(columns).some((column) => column.primary);
  return {
    name,
    columns: hasKey ? columns : { id: { type: "integer", primary: true }, ...columns },
    ...extra,
  };
}

/** A many-to-one relation by the column `<property>Id`, unless the relation says otherwise. */
export function manyToOne(
  target: string,
  extra: Partial<EntitySchemaRelationOptions> = {},
): EntitySchemaRelationOptions {
  return { type: "many-to-one", target, ...extra };
}

/** A view. */
export function view(name: string, expression: string, columns: readonly string[] = ["id"]): Entity {
  return {
    name,
    type: "view",
    expression,
    columns: Object.fromEntries(columns.map((column) => [column, { type: String, viewColumn: true }])),
  };
}
