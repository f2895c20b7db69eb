import type { DataSource } from "typeorm";
import { AludelError } from "../errors.js";

/**
 * Builds the metadata of a DataSource's entities without connecting, once: a DataSource that has them is left as it is.
 *
 * @throws {AludelError} `E_ENTITY_METADATA` that names the entity and the property, or why an entity file cannot be loaded.
 */
export async function buildMetadata(dataSource: DataSource): Promise<void> {
  if (dataSource.isInitialized || dataSource.entityMetadatas.length > 0) return;
  try {
    // Protected, but the one way that needs no connection, in 0.3 and 1.x alike.
    await dataSource["buildMetadatas"]();
  } catch (error) {
    throw metadataError(error) ?? error;
  }
}

/**
 * TypeORM's complaint about an entity as an error that says what to do; undefined for anything else.
 * TypeORM also makes it while entity files load: a decorator then finds no type.
 */
export function metadataError(error: unknown): AludelError | undefined {
  if (!(error instanceof Error)) return undefined;
  const message = error.message.split("\n", 1)[0] ?? "";
  const explained = explanations.find(({ matches }) => matches.test(`${error.name}: ${message}`));
  const isTypeOrm =
    explained !== undefined || typeOrmErrors.test(error.name) || fromBuilder.test(error.stack ?? "");
  if (!isTypeOrm) return undefined;
  const details = { hint: explained?.hint ?? "Mend the entity; TypeORM refuses it as it is.", cause: error };
  return new AludelError("E_ENTITY_METADATA", explained?.message?.(message) ?? message, details);
}

/** Whether an error says, or may come from the fact, that a file by file transpiler lost the type of a property. */
export function isLostType(error: unknown): boolean {
  const chain = [error, error instanceof Error ? error.cause : undefined];
  return chain.some((link) => link instanceof Error && lostTypes.test(`${link.name}: ${link.message}`));
}

/**
 * The imports: one that tsc drops because it is of a type is of something that nobody exports, or of a package that has only
 * declarations, when SWC keeps it for the type's sake. Node 20 can say "not in cache" for it when several files load at once.
 */
const lostTypes =
  /^(DataTypeNotSupportedError: Data type "(Object|undefined)"|ColumnTypeUndefinedError:|SyntaxError: .* does not provide an export named|Error: Cannot find (module|package)|Error: request for '.*' is not in cache)/;

const typeOrmErrors =
  /^(TypeORMError|CircularRelationsError|.*MetadataAlreadyExistsError|UsingJoin.*Error|InitializedRelationError)$/;
const fromBuilder = /[\\/]typeorm[^\\/]*[\\/](metadata-builder|metadata|decorator|entity-schema)[\\/]/;

const twoWays =
  'Give the property an explicit type (`@Column({ type: "text" })`), or compile the project and name the compiled data source (`-d dist/data-source.js`).';

interface ErrorExplanation {
  readonly matches: RegExp;
  readonly message?: (message: string) => string;
  readonly hint: string;
}

const explanations: readonly ErrorExplanation[] = [
  {
    matches: /^DataTypeNotSupportedError: Data type "(Object|undefined)"/,
    message: (message) =>
      `the column type of ${/in "([^"]+)"/.exec(message)?.[1]} is not known: its TypeScript type became "Object"`,
    hint: twoWays,
  },
  {
    matches: /^DataTypeNotSupportedError:/,
    hint: "Choose a type that this database has.",
  },
  {
    matches: /^ColumnTypeUndefinedError:/,
    message: (message) =>
      `the column type of ${/for (\S+) is not/.exec(message)?.[1]} is not known: it has none, and no type was reflected`,
    hint: `Set "emitDecoratorMetadata": true and "experimentalDecorators": true in tsconfig.json. Or: ${twoWays}`,
  },
  {
    matches: /^MissingPrimaryColumnError:/,
    hint: "Mark one of its columns with @PrimaryColumn or @PrimaryGeneratedColumn.",
  },
  {
    matches: /^TypeORMError: Entity metadata for \S+ was not found/,
    message: (message) =>
      `the entity that ${/for (\S+) was/.exec(message)?.[1]} points at is not an entity of the data source`,
    hint: "Add it to `entities` of the data source, and see that its class is an @Entity().",
  },
];
