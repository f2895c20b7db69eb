import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { main, stageProject } from "./project.js";

const heavy = ["typeorm", "prettier", "@swc/core", "typescript", "better-sqlite3", "@inquirer/prompts"];
const project = stageProject();

/** Which heavy packages, and whether the project's own files, were loaded by a command. */
function loadedBy(...words: readonly string[]): readonly string[] {
  const preload = pathToFileURL(join(import.meta.dirname, "loaded-modules.mjs")).href;
  const { output, status } = spawnSync(process.execPath, ["--import", preload, main, ...words], {
    cwd: project,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    encoding: "utf8",
  });
  expect(output[2]).toBe("");
  expect(status).toBe(0);
  const files = (output[3] ?? "").split("\n");
  expect(files.some((file) => file.endsWith("/yargs/index.mjs"))).toBe(true);
  const packages = heavy.filter((name) => files.some((file) => file.includes(`/node_modules/${name}/`)));
  const own = ["data-source.js", "entities.js"].filter((name) =>
    files.some((file) => file.endsWith(`${project}/${name}`)),
  );
  return [...packages, ...own];
}

describe("what a command loads", () => {
  it.each([["history"], ["history", "-v", "--json"], ["heads"], ["--help"], ["upgrade", "--help"]])(
    "%s %s %s: neither TypeORM nor the project",
    (...words) => {
      expect(loadedBy(...words)).toEqual([]);
    },
  );

  it("show: the revision file, by the TypeScript loader", () => {
    expect(loadedBy("show", "head").filter((name) => name !== "@swc/core")).toEqual([]);
  });

  it("history -i: the data source", () => {
    expect(loadedBy("history", "-i")).toEqual(expect.arrayContaining(["typeorm", "data-source.js"]));
  });
});
