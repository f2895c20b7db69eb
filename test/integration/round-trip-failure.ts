import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { AludelError, autogenerate, downgrade, upgrade } from "../../dist/index.js";
import type { Entities, TestProject } from "../support/project.js";
import type { Target } from "../support/targets.js";
import { putRows, runAll, type GivenAnswers } from "./round-trip-support.js";

/** Something that must fail in a known way, and change nothing. */
export interface FailureCase {
  readonly name: string;
  /** The one family of databases that it is for, where others do not fail so. */
  readonly only?: Target["family"];
  /** What is another way on PostgreSQL. */
  readonly onPostgres?: Partial<Omit<FailureCase, "name" | "only" | "onPostgres">>;
  readonly from: Entities;
  /** The entities that a revision is written for; or the revision, as an author wrote it by hand. */
  readonly to: Entities | { readonly up: string; readonly down?: string };
  /** What fails. What comes before it, in this order, works. */
  readonly fails: "revision" | "upgrade" | "downgrade";
  readonly code: string;
  /** Parts of the message. */
  readonly says: readonly string[];
  /** The whole hint. */
  readonly hint?: string;
  readonly exitCode?: number;
  readonly answers?: GivenAnswers;
  readonly byHand?: readonly string[];
  readonly rows?: readonly string[];
  /** SQL that runs between the upgrade and the downgrade that fails. */
  readonly meanwhile?: readonly string[];
  /** Whether data may be destroyed; it may, unless told. */
  readonly yes?: false;
}

async function writeByHand(
  project: TestProject,
  { up, down = "" }: { up: string; down?: string },
): Promise<void> {
  const text = `export const revision = "bbbbbbbbbbb2";
export const parents = ["aaaaaaaaaaa1"];
export async function up(op) {
${up}
}
export async function down(op) {
${down}
}
`;
  await writeFile(join(project.directory, "migrations", "20260102T0000_bbbbbbbbbbb2_by_hand.mjs"), text);
}

async function expectFailure(test: FailureCase, work: Promise<unknown>): Promise<void> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AludelError);
  if (!(error instanceof AludelError)) return;
  expect({ code: error.code, message: error.message }).toEqual({
    code: test.code,
    message: expect.stringContaining(test.says[0] ?? ""),
  });
  for (const part of test.says) expect(error.message).toContain(part);
  expect(error.message, "one line").not.toContain("\n");
  if (test.hint !== undefined) expect(error.hint).toBe(test.hint);
  if (test.exitCode !== undefined) expect(error.exitCode).toBe(test.exitCode);
}

async function expectUnchanged(project: TestProject, work: () => Promise<void>): Promise<void> {
  const files = async (): Promise<string[]> => readdir(join(project.directory, "migrations"));
  const [before, filesBefore] = [await project.dump(), await files()];
  await work();
  expect(await project.dump()).toEqual(before);
  expect(await files()).toEqual(filesBefore);
}

async function begin(test: FailureCase, project: TestProject): Promise<void> {
  const from = project.dataSource(test.from);
  await autogenerate(from, { ...project.options, message: "from" });
  await upgrade(from, "head", project.options);
  await runAll(project, test.byHand ?? []);
  await putRows(project, test.rows);
}

/** Goes as far as the case says, and expects that failure there, a database as it was, and no new file. */
export async function failCleanly(test: FailureCase, target: Target): Promise<void> {
  const project = await target.makeProject();
  const { options } = project;
  const run = { ...options, yes: test.yes ?? true };
  try {
    await begin(test, project);
    const to = project.dataSource("up" in test.to ? test.from : test.to);
    const write = async (): Promise<unknown> =>
      "up" in test.to
        ? writeByHand(project, test.to)
        : autogenerate(to, { ...options, message: "to", ...test.answers });
    const steps = {
      revision: write,
      upgrade: async (): Promise<unknown> => upgrade(to, "head", run),
      downgrade: async (): Promise<unknown> => downgrade(to, "-1", run),
    };
    for (const [name, step] of Object.entries(steps)) {
      if (name === "downgrade") await runAll(project, test.meanwhile ?? []);
      if (name === test.fails) {
        await expectUnchanged(project, async () => expectFailure(test, step()));
        return;
      }
      await step();
    }
  } finally {
    await project.remove();
  }
}
