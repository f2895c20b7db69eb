import type { DataSource } from "typeorm";
import { buildMetadata } from "../config/entity-metadata.js";
import type { Dialect } from "../dialect/dialect.js";
import { dialectOf } from "../dialect/dialects.js";
import { readModel } from "../model/read-model.js";
import { AludelError, exitCode } from "../errors.js";
import type { RevisionGraph } from "../revision/graph.js";
import { requireKnown } from "../revision/resolve.js";
import { requireNothingUnderWay } from "../runtime/journal.js";
import { readCurrent } from "../runtime/version-table.js";
import { emptySchema, type Schema } from "../schema/schema.js";
import { compare, type Answers, type Difference } from "./autogenerate.js";
import { namesFor } from "./names.js";
import type { Project } from "./project.js";
import type { Questioner } from "./questioner.js";
import { databaseExists, withSession, type Session } from "./session.js";
import { replayTo } from "./steps.js";

/** What is to be compared. */
export interface CompareRequest {
  readonly project: Project;
  readonly graph: RevisionGraph;
  readonly dataSource: DataSource;
  readonly answers: Answers;
  readonly questioner?: Questioner | undefined;
}

/** What was found, while the database is still open. */
export interface Compared {
  readonly difference: Difference;
  /** All that the database holds, whether or not it is compared. */
  readonly live: Schema;
  readonly dialect: Dialect;
  /** Vendor and version of the server. */
  readonly server: string;
  /** Absent where there is no database yet, which counts as an empty one. */
  readonly session?: Session;
}

function requireAtHead(graph: RevisionGraph, current: readonly string[], database: string): void {
  requireKnown(graph, current);
  if (graph.heads.every((head) => current.includes(head))) return;
  const at = current.length === 0 ? "unstamped" : `at ${current.join(", ")}`;
  throw new AludelError(
    "E_DATABASE_BEHIND",
    `${database} is ${at}, not at the head ${graph.heads.join(", ")}`,
    {
      hint: "Run `aludel upgrade head` first; if it already has that schema, `aludel stamp head`.",
      exitCode: exitCode.notAtHead,
    },
  );
}

/** The schemas besides the default one that the entities or the history have anything in. */
function schemasOf(...schemas: readonly Schema[]): string[] {
  const named = schemas.flatMap(({ tables, views, enums, sequences }) =>
    [...tables, ...views, ...enums, ...sequences].flatMap(({ schema }) => schema ?? []),
  );
  return [...new Set([...schemas.flatMap((one) => one.schemas), ...named])];
}

/**
 * Compares the entities with the database, and does the work while that is open. Throws `E_DATABASE_BEHIND` where the
 * database is not at the head, `E_REVISION_UNDER_WAY`, and what {@link compare} throws.
 */
export async function compareWithDatabase<Result>(
  request: CompareRequest,
  work: (compared: Compared) => Promise<Result>,
): Promise<Result> {
  const { project, graph, dataSource, answers, questioner } = request;
  const dialect = dialectOf(dataSource.options);
  await buildMetadata(dataSource);
  const history = (await replayTo(graph, graph.heads, dialect)).schema;
  const common = { project, dataSource, dialect, history, answers, questioner };
  if (!databaseExists(dataSource)) {
    requireAtHead(graph, [], "the database, which does not exist yet,");
    const model = readModel(dataSource, dialect);
    const difference = await compare({ ...common, model, live: emptySchema });
    return work({ difference, live: emptySchema, dialect, server: dialect.title });
  }
  return withSession(dataSource, async (session) => {
    const { connection, database } = session;
    const names = namesFor(project, dataSource);
    requireAtHead(graph, (await readCurrent(connection, dialect, names)) ?? [], database);
    await requireNothingUnderWay({ connection, dialect, names });
    const defaultSchema = await dialect.defaultSchema(connection);
    const model = readModel(dataSource, dialect, defaultSchema);
    const live = await dialect.introspect(connection, { schemas: schemasOf(model.schema, history) });
    const difference = await compare({ ...common, connection, model, live, defaultSchema });
    return work({ difference, live, dialect, server: await dialect.server(connection), session });
  });
}
