import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll } from "vitest";

const repository = join(import.meta.dirname, "../..");
const made: string[] = [];

/** The program under test: of this repository's build, unless ALUDEL_MAIN names another. */
export const main = resolve(repository, process.env["ALUDEL_MAIN"] ?? "dist/cli/main.js");

afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

/** A copy of fixtures/sessions/project with the revisions of fixtures/revisions/linear; its data source is named. */
export function stageProject(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "aludel-cli-")));
  made.push(directory);
  cpSync(join(repository, "fixtures/sessions/project"), directory, { recursive: true });
  cpSync(join(repository, "fixtures/revisions/linear"), join(directory, "migrations"), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
  writeFileSync(join(directory, "aludel.config.json"), JSON.stringify({ dataSource: "data-source.js" }));
  return directory;
}
