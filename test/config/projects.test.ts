import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile, run, stage } from "./project.js";

const library = [
  "author(id integer, name varchar, born datetime)",
  "book(id integer, title varchar, pages integer, inPrint boolean, authorId integer?, translatorId integer?)",
];

const things = [
  "brand(code varchar, founded datetime?)",
  [
    "thing(id varchar, text varchar, short varchar, count integer, flag boolean, date datetime, data blob",
    "optional varchar?, literal varchar, one integer, template varchar, grade integer, color integer, size varchar",
    "shape varchar, finish varchar, tags text, extra text, explicit text, created datetime, updated datetime",
    "deleted datetime?, version integer, brandCode varchar?, dimensionsWidth integer, dimensionsHeight real)",
  ].join(", "),
];

const shop = [
  "customer(id integer, email varchar, tier varchar, nick varchar?, seen datetime?, address text)",
  "order(id integer, total integer, discount integer?, customerId integer?)",
];

interface Project {
  readonly name: string;
  readonly tables: readonly string[];
  /** Why what tsc makes of it cannot be run as it is. */
  readonly notCompiled?: string;
}

const javascript = "is JavaScript";
const projects: readonly Project[] = [
  { name: "cjs-circular", tables: library },
  { name: "compiled-js", tables: library, notCompiled: javascript },
  { name: "config-json", tables: library },
  { name: "config-mjs", tables: library },
  { name: "config-package-json", tables: library },
  { name: "config-ts", tables: library },
  { name: "esm-globs", tables: library },
  { name: "esm-js", tables: library, notCompiled: javascript },
  {
    name: "esm-plain",
    tables: library,
    notCompiled: "circles of plain types fail in ES modules that tsc made",
  },
  { name: "esm-relation", tables: library },
  { name: "esm-union-types", tables: shop },
  { name: "function-data-source", tables: library },
  { name: "globs", tables: library },
  { name: "named-export", tables: library },
  { name: "no-tsconfig", tables: library, notCompiled: "has no tsconfig.json" },
  { name: "no-typescript", tables: library },
  { name: "paths-alias", tables: library, notCompiled: "tsc leaves aliases as they are" },
  { name: "promise-data-source", tables: library },
  { name: "reflected-types", tables: things },
  { name: "registered-loader", tables: library },
  { name: "solution-tsconfig", tables: library, notCompiled: "is compiled by its references" },
  { name: "union-types", tables: shop },
  { name: "union-types-globs", tables: shop },
];

const needsTsc = /union-types/;

test("every project of fixtures/projects is tested", () => {
  const folders = readdirSync(join(import.meta.dirname, "../../fixtures/projects"));
  expect(projects.map(({ name }) => name)).toEqual(folders.toSorted());
});

describe.each(["typeorm", "typeorm-1"] as const)("%s", (typeorm) => {
  test.concurrent.each(projects)("$name loads as it does under tsc", async ({ name, tables }) => {
    const directory = stage(name, { typeorm, typescript: needsTsc.test(name) ? "typescript-7" : undefined });
    const extension = name.endsWith("-js") ? "js" : "ts";
    const outcome = await run("dataSource", [join(directory, `src/data-source.${extension}`)]);
    expect(outcome).toMatchObject({ value: { tables, warnings: [] } });
  });
});

test.concurrent.each(projects.filter(({ notCompiled }) => notCompiled === undefined))(
  "$name, compiled by tsc, is the same",
  async ({ name, tables }) => {
    const directory = stage(name);
    await compile(directory);
    const outcome = await run("dataSource", [join(directory, "dist/data-source.js")]);
    expect(outcome).toMatchObject({ value: { tables, warnings: [] } });
    expect(outcome.packages).not.toContain("@swc/core");
  },
);
