import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run, stage, write } from "./project.js";

const fixtures = ["union-types", "union-types-globs", "esm-union-types"] as const;
const shop = {
  value: {
    tables: [/^customer\(.* tier varchar, nick varchar\?/, /^order\(/].map((line) =>
      expect.stringMatching(line),
    ),
  },
};

describe.each(["typescript-5", "typescript", "typescript-7"] as const)("%s", (typescript) => {
  test.concurrent.each(fixtures)("compiles %s, whose types a transpiler loses, once", async (fixture) => {
    const directory = stage(fixture, { typescript });
    const file = join(directory, "src/data-source.ts");
    expect(await run("dataSource", [file])).toMatchObject(shop);
    const programs = compiledPrograms(directory);
    expect(programs).toHaveLength(1);
    const warm = await run("dataSource", [file]);
    expect(warm).toMatchObject(shop);
    expect(warm.packages).not.toContain("@swc/core");
    expect(compiledPrograms(directory)).toEqual(programs);
  });
});

test("a changed source is compiled again, with the types that depend on it", async () => {
  const directory = stage("union-types", { typescript: "typescript-7" });
  const file = join(directory, "src/data-source.ts");
  await run("dataSource", [file]);
  write(directory, {
    "src/types.ts":
      "export type Email = number;\nexport type Cents = string;\nexport type Address = object;\n",
  });
  const { value } = await run("dataSource", [file]);
  expect(value).toMatchObject({
    tables: [expect.stringContaining("email integer"), expect.stringContaining("total varchar")],
  });
});

test("an entity file that is new to the program is compiled with it", async () => {
  const directory = stage("union-types-globs", { typescript: "typescript-7" });
  const file = join(directory, "src/data-source.ts");
  await run("dataSource", [file]);
  write(directory, {
    "src/entities/note.entity.ts": `import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";
type Text = string;
@Entity() export class Note { @PrimaryGeneratedColumn() id: number; @Column() text: Text; }`,
  });
  const { value } = await run("dataSource", [file]);
  expect(value).toMatchObject({
    tables: [shop.value.tables[0], "note(id integer, text varchar)", shop.value.tables[1]],
  });
});

test("without TypeScript, the message names the property and the two ways out", async () => {
  const directory = stage("union-types");
  const { error } = await run("dataSource", [join(directory, "src/data-source.ts")]);
  expect(error).toMatchObject({
    code: "E_ENTITY_METADATA",
    message: expect.stringMatching(/the column type of (Order|Customer)\.\w+ is not known/),
    hint: expect.stringMatching(/explicit type.*-d dist\/data-source\.js/),
  });
});

test("a type that tsc does not know either is an error after it was asked", async () => {
  const directory = stage("union-types", { typescript: "typescript-7" });
  write(directory, {
    "src/types.ts":
      "export type Email = string | number;\nexport type Cents = number;\nexport type Address = object;\n",
  });
  const { error } = await run("dataSource", [join(directory, "src/data-source.ts")]);
  expect(error).toMatchObject({
    code: "E_ENTITY_METADATA",
    message: expect.stringContaining("Customer.email"),
  });
});

test("a cache that was taken away comes back", async () => {
  const directory = stage("union-types", { typescript: "typescript-7" });
  const file = join(directory, "src/data-source.ts");
  await run("dataSource", [file]);
  for (const program of compiledPrograms(directory)) rmSync(program, { recursive: true });
  expect(await run("dataSource", [file])).toMatchObject(shop);
});

function compiledPrograms(directory: string): readonly string[] {
  const folder = join(directory, "node_modules/.cache/aludel/tsc");
  return readdirSync(folder).map((name) => join(folder, name));
}
