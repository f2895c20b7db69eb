import type { Hazard } from "../../operation/hazards.js";
import type { AlterEnum, Operation, ReplaceView } from "../../operation/operation.js";
import { displayName, nameOf, sameName, type ObjectName } from "../../schema/name.js";
import { emptySchema, type Schema } from "../../schema/schema.js";
import { isOfType } from "../../schema/type-name.js";
import type { EffectContext } from "../dialect.js";
import { readersOf, withReaders } from "./dependents.js";
import { alterTableEffects } from "./effects-alter.js";
import { fillsAnew, remadeWords, wordsOf, type Effects } from "./effects-words.js";
import { isRebuild } from "./enum-sql.js";
import { locksBefore, tablesWith } from "./locks.js";

function rebuildEnum({ name }: AlterEnum, schema: Schema): Effects {
  const tables = tablesWith(name, schema);
  const touched = schema.tables.map((table) => ({
    table,
    columns: table.columns.filter(({ type }) => isOfType(type, name)).map((column) => column.name),
  }));
  const remade = readersOf(touched, schema);
  const all = `every table with a column of type ${displayName(name)}`;
  const does = `rewrites ${tables.length === 0 ? all : tables.map(displayName).join(", ")}`;
  const waits = "nobody reads or writes them meanwhile";
  const closed = [...tables, ...remade];
  const rewrites = closed.length === 0 ? { does, closed, waits } : { does, closed };
  return { subject: name, effects: [rewrites, ...fillsAnew(closed, remade)], remade };
}

function replaceView({ from, to }: ReplaceView, schema: Schema): Effects {
  const remade = withReaders([from], schema).filter((view) => !sameName(view, from));
  const closed: ObjectName[] = [to, ...remade];
  const own = { does: `fills ${displayName(to)} anew`, closed, waits: "nobody reads it meanwhile" };
  return {
    subject: to,
    effects: [...(to.materialized ? [own] : []), ...fillsAnew(closed, remade)],
    remade,
  };
}

function effectsOf(operation: Operation, schema: Schema): Effects | undefined {
  switch (operation.kind) {
    case "alterTable":
      return alterTableEffects(operation, schema);
    case "createIndex": {
      const { table, concurrently } = operation;
      const does = `builds an index of ${displayName(table)}`;
      const effect = { does, closed: [], readOnly: [table], remark: "concurrently they would not" };
      return concurrently ? undefined : { subject: table, effects: [effect] };
    }
    case "createView": {
      const { view } = operation;
      const effect = { does: `fills ${displayName(view)}`, closed: [] };
      return view.materialized ? { subject: view, effects: [effect] } : undefined;
    }
    case "replaceView":
      return replaceView(operation, schema);
    case "alterEnum":
      return isRebuild(operation) ? rebuildEnum(operation, schema) : undefined;
    case "autocommit":
    case "createTable":
    case "dropTable":
    case "renameTable":
    case "dropIndex":
    case "renameIndex":
    case "dropView":
    case "createTrigger":
    case "dropTrigger":
    case "createEnum":
    case "dropEnum":
    case "renameEnum":
    case "createSequence":
    case "dropSequence":
    case "createSchema":
    case "dropSchema":
    case "createExtension":
    case "dropExtension":
    case "execute":
    case "bulkInsert":
      return undefined;
  }
}

/**
 * What others wait for while the operation runs, where that takes the longer the more rows there are, and the views that are
 * made anew; what only touches the catalog takes no time. All that is known as far as the schema is given.
 */
export function effects(
  operation: Operation,
  { schema = emptySchema, before = [] }: Partial<EffectContext> = {},
): Hazard[] {
  if (operation.kind === "autocommit") return effects(operation.operation, { schema });
  const found = effectsOf(operation, schema);
  if (found === undefined) return [];
  const { subject, remade = [] } = found;
  const held = locksBefore(before, schema);
  const table = nameOf(subject);
  return [
    ...found.effects
      .flatMap((effect) => wordsOf(effect, subject, held))
      .map((message) => ({ kind: "blocks", table, message }) as const),
    ...remadeWords(remade).map((message) => ({ kind: "remakes", table, message }) as const),
  ];
}
