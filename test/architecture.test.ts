import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const folders = "errors schema operation dialect model diff revision runtime config command cli".split(" ");
const mayTouchFiles =
  /^src\/(?:revision\/directory|config\/|command\/(?:init|revision|session|system)\.|cli\/|dialect\/sqlite\/lock\.)/;
const pattern = /^(?:import|export)(?<type> type)? [^;"]*"(?<static>[^"]+)";|\bimport\("(?<lazy>[^"]+)"\)/gm;

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && name !== "index.ts")
  .map((name) => ({ file: `src/${name}`, text: readFileSync(join("src", name), "utf8") }));
const imports = files.flatMap(({ file, text }) =>
  [...text.matchAll(pattern)].map(({ groups: { type, static: eager, lazy } = {} }) => {
    const name = eager ?? lazy ?? "";
    const to = name.startsWith(".") ? join(dirname(file), name).replace(/\.js$/, ".ts") : name;
    return { file, to, isType: type !== undefined };
  }),
);

const rankOf = (file: string): number => folders.indexOf(/^src\/(\w+)/.exec(file)?.[1] ?? "");
const dialectOf = (file: string): string | undefined => /^src\/dialect\/(\w+)\//.exec(file)?.[1];
const isOwn = (to: string): boolean => to.startsWith("src/");
type Import = (typeof imports)[number];

test.each<[rule: string, breaks: (found: Import) => boolean]>([
  ["a folder imports from folders to its left", ({ file, to }) => isOwn(to) && rankOf(to) > rankOf(file)],
  ["every folder has its place", ({ file, to }) => rankOf(file) < 0 || (isOwn(to) && rankOf(to) < 0)],
  [
    "only the list of dialects knows them",
    ({ file, to }) => {
      const [from, dialect] = [dialectOf(file), dialectOf(to)];
      const isOpen = dialect === undefined || dialect === "standard" || dialect === from;
      return !isOpen && file !== "src/dialect/dialects.ts";
    },
  ],
  ["typeorm is imported for types only", ({ to, isType }) => /^typeorm(?:\/|$)/.test(to) && !isType],
  ["yargs lives in cli", ({ file, to }) => /^yargs(?:\/|$)/.test(to) && !file.startsWith("src/cli/")],
  [
    "files are touched in few places",
    ({ file, to }) => to.startsWith("node:fs") && !mayTouchFiles.test(file),
  ],
])("%s", (_rule, breaks) => {
  expect(imports.filter(breaks).map(({ file, to }) => `${file} imports ${to}`)).toEqual([]);
});

test("the console lives in cli", () => {
  const speaking = files.filter(({ text }) => /\bconsole\./.test(text)).map(({ file }) => file);
  expect(speaking.filter((file) => !file.startsWith("src/cli/"))).toEqual([]);
});
