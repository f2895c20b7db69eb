import {
  Column,
  Entity,
  getMetadataArgsStorage,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  ViewColumn,
  ViewEntity,
  type ColumnOptions,
  type EntityOptions,
  type IndexOptions,
} from "typeorm";
import type { MakeClass } from "../../support/project.js";

/** An index as the decorator takes it. */
type DecoratedIndex = IndexOptions & {
  readonly name: string;
  readonly columns: readonly string[];
  /** The access method; TypeORM has it from 1.0 on. */
  readonly type?: "hash" | "brin" | "gin";
};

/** What a view is made of. */
interface ViewOptions {
  readonly expression: string;
  readonly materialized?: true;
}

/** What is decorated besides the columns. */
interface Decorations {
  readonly indexes?: readonly DecoratedIndex[];
  /** The primary key is an identity of that kind, instead of a plain integer. */
  readonly identity?: "ALWAYS" | "BY DEFAULT";
  /** Columns that are identities, too. */
  readonly identities?: readonly string[];
}

function newClass(): ReturnType<MakeClass> {
  return class {
    readonly id: unknown;
  };
}

function decorateIndexes(made: ReturnType<MakeClass>, indexes: readonly DecoratedIndex[] = []): void {
  for (const { name, columns, ...options } of indexes) Index(name, [...columns], options)(made);
}

function decorateKey({ prototype }: ReturnType<MakeClass>, identity: Decorations["identity"]): void {
  if (identity === undefined) PrimaryColumn({ type: "integer" })(prototype, "id");
  else PrimaryGeneratedColumn("identity", { type: "integer", generatedIdentity: identity })(prototype, "id");
}

/** TypeORM has a decorator for identities of primary keys alone, but makes the others too. */
function decorateIdentities(target: ReturnType<MakeClass>, properties: readonly string[]): void {
  const { generations } = getMetadataArgsStorage();
  const pattern = newClass();
  PrimaryGeneratedColumn("identity")(pattern.prototype, "id");
  const ofPattern = generations.filter((generation) => generation.target === pattern);
  for (const propertyName of properties)
    generations.push(...ofPattern.map((generation) => ({ ...generation, target, propertyName })));
}

/** A class with an integer primary key `id`, for what an EntitySchema cannot say of a table. */
export function decorated(
  name: string,
  columns: Readonly<Record<string, ColumnOptions>>,
  { indexes, identity, identities = [] }: Decorations = {},
  options: EntityOptions = {},
): MakeClass {
  return () => {
    const made = newClass();
    decorateKey(made, identity);
    for (const [property, column] of Object.entries(columns)) Column(column)(made.prototype, property);
    decorateIdentities(made, identities);
    decorateIndexes(made, indexes);
    Entity(name, options)(made);
    return made;
  };
}

/** A class for what an EntitySchema cannot say of a view. */
export function decoratedView(
  name: string,
  columns: readonly string[],
  options: ViewOptions,
  indexes: readonly DecoratedIndex[] = [],
): MakeClass {
  return () => {
    const made = newClass();
    for (const column of columns) ViewColumn()(made.prototype, column);
    decorateIndexes(made, indexes);
    ViewEntity(name, options)(made);
    return made;
  };
}
