import type { DataSource } from "typeorm";
import { buildMetadata } from "../config/entity-metadata.js";
import type { Dialect } from "../dialect/dialect.js";
import { dialectOf } from "../dialect/dialects.js";
import { AludelError, exitCode } from "../errors.js";
import type { RevisionGraph } from "../revision/graph.js";
import { requireKnown } from "../revision/resolve.js";
import { readCurrent } from "../runtime/version-table.js";
import { emptySchema, type Schema } from "../schema/schema.js";
import { compare, type Answers, type Difference } from "./autogenerate.js";
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

/**
 * Compares the entities with the database, and does the work while that is open. Throws `E_DATABASE_BEHIND` where the
 * database is not at the head, and what {@link compare} throws.
 */
export async function compareWithDatabase<Result>(
  request: CompareRequest,
  work: (compared: Compared) => Promise<Result>,
): Promise<Result> {
  const { project, graph, dataSource, answers, questioner } = request;
  const dialect = dialectOf(dataSource.options);
  await buildMetadata(dataSource);
  const history = (await replayTo(graph, graph.heads, dialect)).schema;
  const differ = async (live: Schema): Promise<Difference> =>
    compare({ project, dataSource, dialect, live, history, answers, questioner });
  if (!databaseExists(dataSource)) {
    requireAtHead(graph, [], "the database, which does not exist yet,");
    return work({ difference: await differ(emptySchema), dialect, server: dialect.title });
  }
  return withSession(dataSource, async (session) => {
    const { connection, database } = session;
    requireAtHead(graph, (await readCurrent(connection, dialect, project.names)) ?? [], database);
    const difference = await differ(await dialect.introspect(connection));
    return work({ difference, dialect, server: await dialect.server(connection), session });
  });
}
