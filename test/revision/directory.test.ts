import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileProblemError, readRevisions, writeRevision } from "../../src/revision/directory.js";
import { graphOf, inspectGraph } from "../../src/revision/graph.js";

const fixtures = fileURLToPath(new URL("../../fixtures/revisions/", import.meta.url));
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "aludel-directory-"));
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe("fixtures", () => {
  test.each([
    ["linear", "aaaa00000001 bbbb00000002 cccc00000003"],
    ["two-heads", "aaaa00000001 bbbb00000002 cccc00000003"],
    ["two-bases", "aaaa00000001 bbbb00000002"],
    ["empty", ""],
    ["syntax-error", "aaaa00000001 bbbb00000002 cccc00000003"],
    ["throws-on-import", "aaaa00000001 bbbb00000002 cccc00000003"],
  ])("%s is read whole", async (name, ids) => {
    const { revisions, problems } = await readRevisions(join(fixtures, name));
    expect(problems).toEqual([]);
    expect(revisions.map(({ id }) => id).join(" ")).toBe(ids);
  });

  test.each([
    ["parents-not-an-array", "20261121T1020_cccc00000003_three.ts:7: `parents` must"],
    ["computed-id", "20261121T1020_cccc00000003_three.ts:6: `revision` must"],
    ["bad-id", '20261121T1020_cccc00000003_three.ts:6: `revision` has "three@head"'],
    ["cut-off", "20261121T1020_cccc00000003_three.ts:6: `revision` must"],
    ["no-revision", "20261121T1020_cccc00000003_three.ts:1: no `export const revision"],
  ])("%s: the others are still there (G6)", async (name, message) => {
    const read = await readRevisions(join(fixtures, name));
    expect(read.revisions.map(({ id }) => id)).toEqual(["aaaa00000001", "bbbb00000002"]);
    expect(read.problems.map((problem) => fileProblemError(problem).message)[0]).toContain(message);
    expect(read.problems[0]?.file).toBe(join(fixtures, name, read.problems[0]?.fileName ?? ""));
    expect(() => graphOf(read)).toThrow(expect.objectContaining({ code: "E_REVISION_FILE", exitCode: 5 }));
    expect(inspectGraph(read.revisions).graph.heads).toEqual(["bbbb00000002"]);
  });

  test.each([
    ["missing-parent", "E_UNKNOWN_PARENT", ["20261121T1010_cccc00000003_three.ts", "bbbb00000002"]],
    [
      "duplicate-id",
      "E_DUPLICATE_REVISION",
      ["20261121T1000_aaaa00000001_one.ts", "20261121T1010_aaaa00000001_copy.ts"],
    ],
    ["cycle", "E_CYCLE", ["20261121T1010_bbbb00000002_two.ts", "20261121T1020_cccc00000003_three.ts"]],
    ["self-parent", "E_SELF_PARENT", ["20261121T1010_bbbb00000002_two.ts"]],
    ["self-dependency", "E_SELF_DEPENDENCY", ["20261121T1000_aaaa00000001_one.ts"]],
    [
      "dependency-cycle",
      "E_DEPENDENCY_CYCLE",
      ["20261121T1000_aaaa00000001_one.ts", "20261121T1010_bbbb00000002_two.ts"],
    ],
    ["missing-dependency", "E_UNKNOWN_DEPENDENCY", ["20261121T1000_aaaa00000001_one.ts", "bbbb00000002"]],
    [
      "duplicate-label",
      "E_DUPLICATE_LABEL",
      ["20261121T1000_aaaa00000001_one.ts", "20261121T1010_bbbb00000002_two.ts"],
    ],
  ])("%s is %s and names the files (G3)", async (name, code, named) => {
    const read = await readRevisions(join(fixtures, name));
    const { problems } = inspectGraph(read.revisions);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    for (const text of named) expect(problems[0]?.message).toContain(text);
    expect(problems[0]).toMatchObject({ exitCode: 5, hint: expect.any(String) });
    expect(() => graphOf(read)).toThrow(expect.objectContaining({ code }));
  });

  test("what is no revision is listed as ignored", async () => {
    expect((await readRevisions(join(fixtures, "no-revision"))).ignored).toEqual(["helpers.ts"]);
  });
});

test("source and compiled file are one revision; declarations, maps and folders are none", async () => {
  const path = await folder("compiled");
  const files = {
    "b.js": header("b_js"),
    "b.ts": header("b_ts"),
    "a.cjs": header("a_cjs"),
    "c.mjs": header("c_mjs"),
    "c.d.mts": header("c_types"),
    "c.mjs.map": "{}",
    "notes.txt": header("txt"),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  await mkdir(join(path, "sub.ts"));
  await symlink(join(path, "gone"), join(path, "d.ts"));
  const read = await readRevisions(path);
  expect(read.revisions.map(({ id }) => id)).toEqual(["a_cjs", "b_ts", "c_mjs"]);
  expect(read.revisions[0]).toMatchObject({ name: "a.cjs", file: join(path, "a.cjs") });
  expect(read.problems).toMatchObject([
    { fileName: "d.ts", message: expect.stringContaining("cannot be read") },
  ]);
});

test.each([
  ["nowhere", "does not exist"],
  ["a-file", "is not a directory"],
])("%s is a missing directory", async (name, message) => {
  await writeFile(join(directory, "a-file"), "");
  await expect(readRevisions(join(directory, name))).rejects.toMatchObject({
    code: "E_REVISION_DIRECTORY_MISSING",
    exitCode: 5,
    message: expect.stringContaining(message),
    hint: expect.stringContaining("aludel init"),
  });
});

describe("writeRevision", () => {
  test("writes the whole file and nothing else", async () => {
    const path = await folder("written");
    expect(await writeRevision(path, "a.ts", "text 🎉")).toBe(join(path, "a.ts"));
    expect(await readFile(join(path, "a.ts"), "utf8")).toBe("text 🎉");
    expect(await readdir(path)).toEqual(["a.ts"]);
  });

  test("never overwrites", async () => {
    const path = await folder("kept");
    await writeRevision(path, "a.ts", "first");
    const second = writeRevision(path, "a.ts", "second");
    await expect(second).rejects.toMatchObject({ code: "E_REVISION_FILE_EXISTS" });
    expect(await readFile(join(path, "a.ts"), "utf8")).toBe("first");
    expect(await readdir(path)).toEqual(["a.ts"]);
  });

  test("says when there is no directory", async () => {
    const nowhere = writeRevision(join(directory, "nowhere"), "a.ts", "");
    await expect(nowhere).rejects.toMatchObject({ code: "E_REVISION_DIRECTORY_MISSING" });
  });

  test("says why it could not write", async () => {
    const path = await folder("odd");
    const tooLong = writeRevision(path, `${"x".repeat(300)}.ts`, "");
    await expect(tooLong).rejects.toMatchObject({ code: "E_REVISION_FILE_NOT_WRITTEN" });
    expect(await readdir(path)).toEqual([]);
  });
});

async function folder(name: string): Promise<string> {
  const path = join(directory, name);
  await mkdir(path);
  return path;
}

function header(id: string): string {
  return `exports.revision = "${id}"; exports.parents = [];`;
}
