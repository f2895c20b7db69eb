import { describe, expect, test } from "vitest";
import type { Dialect } from "../../src/dialect/dialect.js";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import { AludelError } from "../../src/errors.js";
import type { Operations } from "../../src/operation/builders.js";
import { clearJournal, underWayText, writeJournal } from "../../src/runtime/journal.js";
import type { RevisionModule } from "../../src/runtime/record.js";
import type { LoadedStep, MigrateContext } from "../../src/runtime/step.js";
import { names, openRunner, stepOf, type Runner } from "./run.js";

type Up = RevisionModule["up"];

const create = (op: Operations, name: string): Promise<void> =>
  op.createTable(name, (table) => [table.column("id", "integer")]);
const fail = (op: Operations): Promise<void> => op.execute("INSERT INTO nowhere VALUES (1)");
const index = (op: Operations): Promise<void> =>
  op.createIndex("one", "i", ["id"], { unique: true, concurrently: true });

/** A dialect that must make concurrent indexes outside of a transaction, and finds that of them when it looks. */
function parting(found: "done" | "undone" | "unknown" = "undone"): Dialect {
  return {
    ...sqlite,
    breaksTransaction: (operation) => operation.kind === "createIndex" && operation.concurrently === true,
    recover: async () =>
      found === "undone" ? { state: found, cleanup: ["DROP INDEX IF EXISTS i"] } : { state: found },
  };
}

async function run(runner: Runner, up: Up, options: Partial<MigrateContext> = {}): Promise<string> {
  const { transaction, ...rest } = { transaction: "each" as const, ...options };
  return runner.run([await stepOf("a", { up })], { transaction, dialect: parting(), ...rest }).then(
    () => "done",
    (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : String(error)),
  );
}

/** What was told of operations, a word each. */
function told({ events }: Runner): string[] {
  return events.flatMap((event) => {
    if (event.kind === "operation") return [`${event.operation.kind} ${event.place}`];
    if (event.kind === "skipped") return [`${event.operation.kind} skipped`];
    return event.kind === "recovered" ? [`${event.operation.kind} was ${event.state}`] : [];
  });
}

/** Where transactions begin and end, and what is done between, a word per statement. */
function outline({ connection }: Runner): string {
  const words: string[] = connection.statements.flatMap((sql) => {
    if (/aludel_(?:version|log)/.test(sql)) return sql.startsWith("INSERT") ? ["row"] : [];
    if (sql.includes("aludel_journal")) return sql.startsWith("INSERT") ? ["note"] : [];
    const [word] = /^(?:BEGIN|COMMIT|ROLLBACK|INSERT|CREATE|DROP|DELETE|VACUUM)/.exec(sql) ?? [];
    return word === undefined ? [] : [word.toLowerCase()];
  });
  return words.join(" ");
}

describe("what the transactions of a revision are", () => {
  test("one, and no journal, where all can be in it", async () => {
    const runner = openRunner();
    await run(runner, async (op) => {
      await create(op, "one");
      await create(op, "two");
    });
    expect(outline(runner)).toBe("begin commit begin create create row row commit");
    expect(runner.connection.statements.filter((sql) => sql.includes("aludel_journal"))).toEqual([]);
    expect(
      await runner.connection.query("SELECT 1 FROM sqlite_schema WHERE name = 'aludel_journal'"),
    ).toEqual([]);
  });

  test("several, around what cannot be in one; the journal is made and emptied", async () => {
    const runner = openRunner();
    const outcome = await run(runner, async (op) => {
      await create(op, "one");
      await index(op);
      await op.autocommit((apart) => apart.bulkInsert("one", [{ id: 1 }]));
      await create(op, "two");
    });
    expect(outcome).toBe("done");
    expect(outline(runner)).toBe(
      [
        "begin commit",
        "begin create note commit",
        "create",
        "begin note commit",
        "begin insert note commit",
        "begin create row row commit",
      ].join(" "),
    );
    expect(await runner.journal()).toBeUndefined();
    expect(told(runner)).toEqual([
      "createTable inside",
      "createIndex outside",
      "autocommit alone",
      "createTable inside",
    ]);
  });

  test("each operation's own where the revision has none; SQL of the author's own has none at all", async () => {
    const runner = openRunner();
    const step = await stepOf(
      "a",
      {
        up: async (op) => {
          await create(op, "one");
          await op.execute("VACUUM");
          await op.execute("DELETE FROM one");
        },
      },
      { transaction: false },
    );
    await runner.run([step]);
    expect(outline(runner)).toBe(
      [
        "begin commit",
        "begin create note commit",
        "begin note commit vacuum begin note commit",
        "begin note commit delete begin note commit",
        "begin row row commit",
      ].join(" "),
    );
    expect(await runner.current()).toEqual(["a"]);
  });
});

describe("a revision that failed behind one of its parts", () => {
  const failing: Up = async (op) => {
    await create(op, "one");
    await index(op);
    await create(op, "two");
    await fail(op);
  };
  const mended: Up = async (op) => {
    await create(op, "one");
    await index(op);
    await create(op, "two");
    await op.execute("INSERT INTO two VALUES (1)");
  };

  test("keeps the parts before, undoes the last one, and says so", async () => {
    const runner = openRunner();
    await expect(
      runner.run([await stepOf("a", { up: failing })], { dialect: parting() }),
    ).rejects.toMatchObject({
      code: "E_STATEMENT_FAILED",
      hint: expect.stringContaining(
        "stays: 2 of 4 operations of the upgrade to a are done. The same command goes on",
      ),
    });
    expect([await runner.tables(), await runner.current()]).toEqual([["one"], []]);
    expect(await runner.journal()).toMatchObject({ revision: "a", done: 2, total: 4, running: undefined });
  });

  test("goes on there when what was not done yet is mended", async () => {
    const runner = openRunner();
    await run(runner, failing);
    runner.events.length = 0;
    expect(await run(runner, mended)).toBe("done");
    expect(told(runner)).toEqual([
      "createTable skipped",
      "createIndex skipped",
      "createTable inside",
      "execute inside",
    ]);
    expect([await runner.current(), await runner.journal()]).toEqual([["a"], undefined]);
  });

  test.each<[name: string, up: Up]>([
    ["does something else", async (op) => create(op, "other").then(() => index(op))],
    ["does less", (op) => create(op, "one")],
    ["does nothing", () => undefined],
  ])("is refused where its file %s by then", async (_name, up) => {
    const runner = openRunner();
    await run(runner, failing);
    const before = runner.connection.statements.length;
    expect(await run(runner, up)).toBe("E_REVISION_CHANGED_UNDERWAY");
    expect(
      runner.connection.statements.slice(before).filter((sql) => /^(?:CREATE|INSERT)/.test(sql)),
    ).toEqual([]);
    expect(await runner.journal()).toMatchObject({ done: 2 });
  });

  test("may change where somebody says that it may", async () => {
    const runner = openRunner();
    await run(runner, failing);
    const entry = await runner.journal();
    if (entry === undefined) throw new Error("nothing is under way");
    const context = { dialect: sqlite, connection: runner.connection, names };
    await writeJournal({ ...entry, fingerprint: undefined }, "", context);
    expect(await run(runner, async (op) => create(op, "other").then(() => index(op)))).toBe("done");
  });

  test("is refused in one transaction with all others", async () => {
    const runner = openRunner();
    await run(runner, failing);
    expect(await run(runner, mended, { transaction: "all" })).toBe("E_TRANSACTION_MODE");
  });

  test("answers questions anew", async () => {
    const runner = openRunner();
    let works = false;
    const answers: unknown[] = [];
    const asking: Up = async (op) => {
      await create(op, "one");
      await index(op);
      answers.push(...(await op.query("SELECT count(*) AS n FROM one")));
      if (!works) await fail(op);
    };
    expect(await run(runner, asking)).toBe("E_STATEMENT_FAILED");
    expect(await runner.journal()).toMatchObject({ done: 2, total: undefined });
    works = true;
    expect(await run(runner, asking)).toBe("done");
    expect(answers).toEqual([{ n: 0 }, { n: 0 }]);
  });
});

describe("another revision than the one that is under way", () => {
  async function halfWay(): Promise<Runner> {
    const runner = openRunner();
    const parted: RevisionModule = {
      up: async (op) => {
        await create(op, "two");
        await index(op);
      },
      down: async (op) => {
        await op.autocommit((apart) => apart.execute("DROP TABLE two"));
        await fail(op);
      },
    };
    await runner.run([await stepOf("a", { up: (op) => create(op, "one") }), await stepOf("b", parted)], {
      dialect: parting(),
    });
    await expect(runner.run([await stepOf("b", parted, { down: true })])).rejects.toThrow("nowhere");
    return runner;
  }
  const anything: RevisionModule = { up: (op) => create(op, "three") };

  test.each<[name: string, steps: () => Promise<LoadedStep[]>]>([
    ["another revision", async () => [await stepOf("c", anything)]],
    ["the other direction", async () => [await stepOf("b", anything)]],
    ["nothing", async () => []],
  ])("%s is refused", async (_name, steps) => {
    const runner = await halfWay();
    await expect(runner.run(await steps())).rejects.toMatchObject({
      code: "E_REVISION_UNDER_WAY",
      message: "a revision is under way: 1 of 2 operations of the downgrade of b is done",
      hint: "Finish it first: `aludel downgrade -1`.\nOr undo by hand what it did, and forget it: `aludel stamp --purge b`.",
    });
    expect(await runner.tables()).toEqual(["one"]);
  });
});

describe("an operation that was cut short outside of the transaction", () => {
  const up: Up = async (op) => {
    await create(op, "one");
    await index(op);
  };

  /** The operation runs, and the process ends before or after its effect. */
  async function cut(runner: Runner, operation: Up, when: "before" | "after"): Promise<void> {
    const { connection } = runner;
    const ended = new Error("the process ended");
    let gone = false;
    const dying = {
      ...connection,
      query: async (sql: string, parameters?: Parameters<typeof connection.query>[1]) => {
        const isIt = /^CREATE UNIQUE|^PRAGMA user_version|^INSERT INTO one/.test(sql);
        if (!gone && !isIt) return connection.query(sql, parameters);
        if (!gone && when === "after") await connection.query(sql, parameters);
        gone = true;
        throw ended;
      },
    };
    expect(await run(runner, operation, { connection: dying })).toMatch(/E_STATEMENT_FAILED/);
    runner.events.length = 0;
  }

  test("counts where the database shows that it is done", async () => {
    const runner = openRunner();
    await cut(runner, up, "after");
    expect(await runner.journal()).toMatchObject({
      done: 1,
      running: { text: expect.stringContaining("index i") },
    });
    expect(await run(runner, up, { dialect: parting("done") })).toBe("done");
    expect(told(runner)).toEqual(["createTable skipped", "createIndex was done"]);
    expect(await runner.current()).toEqual(["a"]);
  });

  test.each(["before", "after"] as const)(
    "runs again where it is not done, cut %s its effect",
    async (when) => {
      const runner = openRunner();
      await cut(runner, up, when);
      expect(await run(runner, up)).toBe("done");
      expect(told(runner)).toEqual(["createTable skipped", "createIndex was undone", "createIndex outside"]);
      expect(await runner.connection.query("SELECT 1 FROM sqlite_schema WHERE name = 'i'")).toHaveLength(1);
    },
  );

  const byHand: Up = async (op) => {
    await create(op, "one");
    await op.autocommit((apart) => apart.execute("PRAGMA user_version = 7; INSERT INTO one VALUES (1)"));
  };

  test("is asked about where nobody can know, with the statement at which it stopped", async () => {
    const runner = openRunner();
    await cut(runner, byHand, "after");
    const context = { dialect: parting("unknown") };
    await expect(runner.run([await stepOf("a", { up: byHand })], context)).rejects.toMatchObject({
      code: "E_INTERRUPTED_OPERATION",
      message: expect.stringContaining(
        "1 of 2 operations of the upgrade to a is done, and it was cut short while this ran: PRAGMA user_version = 7 (statement 1 of 2)",
      ),
      hint: expect.stringMatching(/aludel resolve --done`[^]*aludel resolve --undone`/),
    });
  });

  test("is refused where the file has another one in its place", async () => {
    const runner = openRunner();
    await cut(runner, byHand, "before");
    expect(await run(runner, up)).toBe("E_REVISION_CHANGED_UNDERWAY");
    expect(await run(runner, (op) => create(op, "one"))).toBe("E_REVISION_CHANGED_UNDERWAY");
  });
});

describe("SQL of the author's own outside of the transaction that fails", () => {
  test("at its first statement did nothing, and may be mended", async () => {
    const runner = openRunner();
    const up =
      (sql: string): Up =>
      (op) =>
        op.autocommit((apart) => apart.execute(sql));
    expect(await run(runner, up("INSERT INTO nowhere VALUES (1)"))).toBe("E_STATEMENT_FAILED");
    expect(await runner.journal()).toMatchObject({ done: 0, running: undefined });
    expect(await run(runner, up("VACUUM"))).toBe("done");
  });

  test("at a later statement did something, and nobody can know what to do", async () => {
    const runner = openRunner();
    const up: Up = (op) => op.autocommit((apart) => apart.execute("VACUUM; INSERT INTO nowhere VALUES (1)"));
    expect(await run(runner, up, { dialect: sqlite })).toBe("E_STATEMENT_FAILED");
    expect(await run(runner, up, { dialect: sqlite })).toBe("E_INTERRUPTED_OPERATION");
    expect(await runner.journal()).toMatchObject({
      running: { text: "INSERT INTO nowhere VALUES (1) (statement 2 of 2)" },
    });
  });

  test("of a concurrent index is cleaned up at once", async () => {
    const runner = openRunner();
    const doubled: Up = async (op) => {
      await create(op, "one");
      await op.bulkInsert("one", [{ id: 1 }, { id: 1 }]);
      await index(op);
    };
    expect(await run(runner, doubled)).toBe("E_ROWS_BREAK_CONSTRAINT");
    expect(runner.connection.statements).toContain("DROP INDEX IF EXISTS i");
    expect(await runner.journal()).toMatchObject({ done: 2, running: undefined });
  });
});

describe("one transaction for all", () => {
  test.each<[name: string, up: Up]>([
    ["an operation that breaks it", index],
    [
      "an operation that breaks it, found when it comes",
      async (op) => {
        await op.query("SELECT 1");
        await index(op);
      },
    ],
  ])("is refused for %s", async (_name, up) => {
    const runner = openRunner();
    const steps = [await stepOf("a", { up: (op) => create(op, "one") }), await stepOf("b", { up })];
    await expect(runner.run(steps, { transaction: "all", dialect: parting() })).rejects.toMatchObject({
      code: "E_TRANSACTION_MODE",
      message: expect.stringContaining("+ unique index i on one (id) concurrently"),
    });
    expect(await runner.tables()).toEqual([]);
  });
});

test("a database that others hold is said to be that, and not a failure of the revision", async () => {
  const runner = openRunner();
  const busy = Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });
  let begins = 0;
  const { connection } = runner;
  const locked = {
    ...connection,
    query: async (sql: string, parameters?: Parameters<typeof connection.query>[1]) => {
      if (sql.startsWith("BEGIN") && (begins += 1) > 1) throw busy;
      return connection.query(sql, parameters);
    },
  };
  const step = await stepOf("a", { up: (op) => create(op, "one") });
  await expect(runner.run([step], { connection: locked })).rejects.toMatchObject({
    code: "E_DATABASE_LOCKED",
    message: expect.stringMatching(/cannot begin a transaction: the database is locked .*; tried 10 times$/),
  });
});

test("the lock is looked at before each transaction, and nothing begins without it", async () => {
  const runner = openRunner();
  let looks = 0;
  const checkLock = async (): Promise<void> => {
    looks += 1;
    if (looks === 3) throw new AludelError("E_LOCK_LOST", "lost");
  };
  const up: Up = async (op) => {
    await create(op, "one");
    await index(op);
    await create(op, "two");
  };
  expect(await run(runner, up, { checkLock })).toBe("E_LOCK_LOST");
  expect([looks, await runner.tables()]).toEqual([3, ["one"]]);
});

test("what others are in the way of is run again from where it stopped", async () => {
  const runner = openRunner();
  const busy = Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });
  let failures = 2;
  const { connection } = runner;
  const contended = {
    ...connection,
    query: async (sql: string, parameters?: Parameters<typeof connection.query>[1]) => {
      if (sql.startsWith('CREATE TABLE "two"') && (failures -= 1) >= 0) throw busy;
      return connection.query(sql, parameters);
    },
  };
  const up: Up = async (op) => {
    await create(op, "one");
    await index(op);
    await create(op, "two");
  };
  expect(await run(runner, up, { connection: contended })).toBe("done");
  expect(runner.events.filter(({ kind }) => kind === "retrying")).toMatchObject([
    { attempt: 2 },
    { attempt: 3 },
  ]);
  expect(await runner.tables()).toEqual(["one", "two"]);
  expect(await runner.log()).toEqual(["upgrade a"]);
});

test("an entry in words", async () => {
  const entry = {
    revision: "a",
    direction: "upgrade" as const,
    done: 2,
    total: 5,
    fingerprint: "",
    running: undefined,
  };
  expect(underWayText(entry)).toBe("2 of 5 operations of the upgrade to a are done");
  expect(
    underWayText({
      ...entry,
      direction: "downgrade",
      total: undefined,
      running: { text: "VACUUM", fingerprint: "" },
    }),
  ).toBe("2 operations of the downgrade of a are done, and it was cut short while this ran: VACUUM");
});

test("a journal that is cleared is empty, not gone", async () => {
  const runner = openRunner();
  await run(runner, (op) => op.autocommit((apart) => apart.execute("INSERT INTO nowhere VALUES (1)")));
  await clearJournal({ dialect: sqlite, connection: runner.connection, names });
  expect(await runner.journal()).toBeUndefined();
});
