import type { Schema } from "../schema/schema.js";
import { typeName } from "../schema/type-name.js";

/** Types by what they are: an enum by its values, as its name follows from those of its table and column. */
export type TypeShape = (type: string) => string;

/** The shapes of the types of that schema. */
export function typeShapes({ enums }: Schema): TypeShape {
  const shapes = new Map(
    enums.flatMap((one) => {
      const [name, values] = [typeName(one), JSON.stringify(one.values)];
      return [
        [name, values],
        [`${name}[]`, `${values}[]`],
      ];
    }),
  );
  return (type) => shapes.get(type) ?? type;
}

/** Types of one kind, between which a column may change while it stays the same column. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  text: ["varchar", "char", "bpchar", "text", "citext", "nvarchar", "nchar", "character", "clob"],
  number: [
    "smallint",
    "integer",
    "bigint",
    "int",
    "numeric",
    "decimal",
    "real",
    "double",
    "double precision",
  ],
  time: ["date", "datetime", "timestamp", "timestamptz"],
};

const kindOfName = new Map(
  Object.entries(kinds).flatMap(([kind, names]) => names.map((name): [string, string] => [name, kind])),
);

/** What is left of a type without its values, its length and precision, and that it is one of a few of its kind. */
function kindOfShape(shape: string): string {
  const element = shape.replace(/\[\]$/, "");
  const name = element.startsWith("[") ? "enum" : element.replaceAll(/\(.*?\)/g, "").trim();
  return (kindOfName.get(name) ?? name) + shape.slice(element.length);
}

/** Whether a column can get the one type instead of the other and still be the same column. */
export function areCompatible(left: string, right: string): boolean {
  return left === right || kindOfShape(left) === kindOfShape(right);
}
