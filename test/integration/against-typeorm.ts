import type { DataSource } from "typeorm";
import { autogenerate, check, upgrade } from "../../dist/index.js";
import type { TestProject } from "../support/project.js";
import { initialized, schemaLog } from "../support/schema-log.js";
import { readNotes, writeNotes } from "../support/typeorm-notes.js";
import type { EntitySet } from "./entity-sets.js";

/** What TypeORM and Aludel make of the same entities, each in an empty database. */
export interface Judgement {
  /** What `check` finds after `synchronize()`. */
  readonly found: readonly unknown[];
  /** What `schema:log` finds to do after the upgrade, and not after `synchronize()`. */
  readonly beyond: readonly string[];
  /** Statements of the server's own dump that only one of the databases has; none where the server has no such program. */
  readonly dumps: { readonly onlyTypeOrm: readonly string[]; readonly onlyAludel: readonly string[] };
}

const synchronized = "synchronized.sqlite";
const upgraded = "upgraded.sqlite";

function without(all: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return all.filter((statement) => {
    const index = left.indexOf(statement);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

/** TypeORM takes it that the schemas are there. */
async function makeSchemas(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  const schemas = new Set(dataSource.entityMetadatas.flatMap(({ schema }) => schema ?? []));
  for (const schema of schemas) await runner.createSchema(schema.replaceAll('"', '""'), true);
  await runner.release();
}

async function compareDumps({ dumpSchema }: TestProject): Promise<Judgement["dumps"]> {
  if (dumpSchema === undefined) return { onlyTypeOrm: [], onlyAludel: [] };
  const [theirs, ours] = [await dumpSchema(synchronized), await dumpSchema(upgraded)];
  return { onlyTypeOrm: without(theirs, ours), onlyAludel: without(ours, theirs) };
}

/** Has TypeORM make one database and Aludel another, and each judge the other's. */
export async function judge(project: TestProject, { entities, options }: EntitySet): Promise<Judgement> {
  await project.addDatabase(synchronized);
  await project.addDatabase(upgraded);
  const open = (database: string) => project.dataSource(entities, database, options);
  const known = await initialized(open(synchronized), async (opened) => {
    await makeSchemas(opened);
    await opened.synchronize();
    return { notes: await readNotes(opened), log: await schemaLog(opened) };
  });
  const { changes } = await check(open(synchronized), project.options);
  await autogenerate(open(upgraded), { ...project.options, message: "all" });
  await upgrade(open(upgraded), "head", project.options);
  const dumps = await compareDumps(project);
  const log = await initialized(open(upgraded), async (opened) => {
    await writeNotes(opened, known.notes);
    return schemaLog(opened);
  });
  return { found: changes, beyond: without(log, known.log), dumps };
}
