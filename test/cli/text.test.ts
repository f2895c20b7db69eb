import { describe, expect, it } from "vitest";
import type { Difference } from "../../src/command/autogenerate.js";
import type { RevisionFile } from "../../src/revision/directory.js";
import { AludelError } from "../../src/errors.js";
import { changeLine, directionText, uncomparedWarnings, unmanagedNotes } from "../../src/cli/text/changes.js";
import { errorText } from "../../src/cli/text/error.js";
import { positionText, stepLine } from "../../src/cli/text/migration.js";
import { shortPath } from "../../src/cli/text/path.js";
import { dateOf, historyLine, revisionDetails, revisionLine } from "../../src/cli/text/revision.js";
import { plain } from "../../src/cli/text/style.js";
import { usageError } from "../../src/cli/text/usage.js";

const revision: RevisionFile = {
  id: "4f1c9a0b2d7e",
  parents: ["9be02d4c11aa"],
  branchLabels: [],
  dependsOn: [],
  transaction: true,
  message: "add customer tier",
  doc: "add customer tier\n\nWritten by hand.",
  hasDown: true,
  file: "/shop/migrations/20261121T1030_4f1c9a0b2d7e_add_customer_tier.ts",
  name: "20261121T1030_4f1c9a0b2d7e_add_customer_tier.ts",
};
const base: RevisionFile = { ...revision, parents: [] };
const move = { before: [], after: [], rows: [] };
const unmarked = { isHead: false, isBranchPoint: false, isMergePoint: false };

describe("revisions", () => {
  it.each([
    [{ revision, ...unmarked, isHead: true }, "9be02d4c11aa -> 4f1c9a0b2d7e (head), add customer tier"],
    [{ revision: base, ...unmarked }, "<base> -> 4f1c9a0b2d7e, add customer tier"],
    [
      { revision: { ...revision, parents: ["a", "b"], message: "" }, ...unmarked, isMergePoint: true },
      "a, b -> 4f1c9a0b2d7e (mergepoint)",
    ],
    [
      { revision, ...unmarked, isBranchPoint: true, isCurrent: true, isChanged: true },
      "9be02d4c11aa -> 4f1c9a0b2d7e (branchpoint) (current) (changed since it was applied), add customer tier",
    ],
  ])("are one line each in the history", (entry, line) => {
    expect(historyLine(entry, plain)).toBe(line);
  });

  it("are one line, whatever the message holds", () => {
    expect(revisionLine({ ...revision, message: "two\nlines" }, unmarked, plain)).toBe(
      "4f1c9a0b2d7e, two lines",
    );
  });

  it("have details", () => {
    const details = revisionDetails(
      { ...revision, dependsOn: ["c"], branchLabels: ["billing"], hasDown: false },
      { isHead: true },
      { style: plain, file: "migrations/x.ts" },
    );
    expect(details).toBe(
      [
        "Rev: 4f1c9a0b2d7e (head)",
        "Parent: 9be02d4c11aa",
        "Branch labels: billing",
        "Depends on: c",
        "Irreversible: it has no down",
        "Path: migrations/x.ts",
        "Date: 2026-11-21 10:30 UTC",
        "",
        "    add customer tier",
        "",
        "    Written by hand.",
      ].join("\n"),
    );
  });

  it("have a date where the file's name has one", () => {
    expect(dateOf("first.ts")).toBeUndefined();
  });
});

describe("changes", () => {
  it("are one line each", () => {
    expect(changeLine({ sign: "~", text: "SQL: a\n  b" }, plain)).toBe("  ~ SQL: a b");
  });

  it("of a revision that asks the database are not all known", () => {
    expect(directionText("up", { lines: [], complete: true }, plain)).toBe("up:\n  nothing");
    expect(directionText("down", { lines: [{ sign: "+", text: "table a" }], complete: false }, plain)).toBe(
      "down:\n  + table a\n  … and what it decides when it runs: it asks the database",
    );
  });

  it("list some of what is unmanaged, or all", () => {
    const tables = Array.from({ length: 10 }, (_, index) => ({ kind: "table" as const, name: `t${index}` }));
    expect(unmanagedNotes([], false)).toEqual([]);
    expect(unmanagedNotes(tables, false).join("\n")).toMatch(/table t7 and 2 more; -v lists all$/);
    expect(unmanagedNotes(tables, true)).toHaveLength(11);
    expect(unmanagedNotes([{ kind: "index", name: "i", table: "t" }], false)[0]).toMatch(/: index i of t$/);
  });

  it("warn of what was not compared", () => {
    const difference: Pick<Difference, "unsupported" | "unknown"> = {
      unsupported: [{ name: "log", reasons: ["virtual table"] }],
      unknown: [{ where: "a.b default", reason: "two spellings" }],
    };
    expect(uncomparedWarnings(difference)).toEqual([
      "table log is left alone, Aludel cannot hold it: virtual table",
      "a.b default is left alone, nobody can say whether it changed: two spellings",
    ]);
  });
});

describe("migrations", () => {
  it("say from where to where they go", () => {
    expect(stepLine({ revision, ...move, direction: "upgrade" }, plain)).toBe(
      "upgrade 9be02d4c11aa -> 4f1c9a0b2d7e, add customer tier",
    );
    expect(stepLine({ revision: base, ...move, direction: "downgrade" }, plain)).toBe(
      "downgrade 4f1c9a0b2d7e -> <base>, add customer tier",
    );
  });

  it("say where the database is", () => {
    expect(positionText("shop.sqlite", [], ["a"], plain)).toBe("shop.sqlite is at base");
    expect(positionText("shop.sqlite", ["a", "b"], ["a"], plain)).toBe("shop.sqlite is at a (head), b");
  });
});

describe("errors", () => {
  const options = { debug: false, style: plain };

  it("that a user can cause are one message with a code and a hint", () => {
    const error = new AludelError("E_X", "something is wrong.", { hint: "Do this\nor that." });
    expect(errorText(error, options)).toBe("error: something is wrong (E_X)\n  Do this\n  or that.");
  });

  it("that nobody expected ask to be reported", () => {
    expect(errorText(new TypeError("x is undefined"), options)).toBe(
      "internal error: TypeError: x is undefined\n" +
        "  This is a bug of Aludel. Please report it, with what the same command says with --debug.",
    );
    expect(errorText("text", options)).toMatch(/^internal error: text\n/);
  });

  it("say where they come from with --debug alone", () => {
    const error = new AludelError("E_X", "wrong", { cause: new RangeError("too far") });
    expect(errorText(error, options)).not.toContain("RangeError");
    expect(errorText(error, { ...options, debug: true })).toMatch(/RangeError: too far\n\s+at /);
  });
});

describe("usage errors", () => {
  const line = { words: ["upgrade"], options: ["yes", "y", "no-color", "noColor", "sql"] };

  it.each([
    ["Unknown argument: yess", "unknown option: --yess", "Did you mean --yes?"],
    ["Unknown arguments: no-colour, noColour", "unknown option: --no-colour", "Did you mean --no-color?"],
    ["Unknown argument: z", "unknown option: -z", "`aludel upgrade --help`"],
    ["Not enough arguments following: d", "-d needs a value", "`aludel upgrade --help`"],
    ["Not enough non-option arguments: got 0, need at least 1", "a revision is missing", ""],
    ["Did you mean upgrade?", "unknown command: upgrade", "Did you mean `aludel upgrade`?"],
  ])("%s", (message, expected, hint) => {
    const error = usageError({ ...line, message });
    expect(error).toMatchObject({ code: "E_USAGE", exitCode: 2, message: expected });
    expect(error.hint).toContain(hint);
  });
});

it.each([
  ["/shop/migrations/a.ts", "migrations/a.ts"],
  ["/shop", "/shop"],
  ["/elsewhere/a.ts", "/elsewhere/a.ts"],
  ["/shop2/a.ts", "/shop2/a.ts"],
  [":memory:", ":memory:"],
])("the path %s is %s in /shop", (path, short) => {
  expect(shortPath(path, "/shop")).toBe(short);
});
