import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { replaySession } from "./session.js";

const directory = join(import.meta.dirname, "../../fixtures/sessions");
const names = readdirSync(directory).filter((name) => name.endsWith(".txt"));

/** `UPDATE_SESSIONS=1 vitest run test/script` writes the sessions as they go now; read the difference before committing it. */
const update = process.env["UPDATE_SESSIONS"] === "1";

describe.concurrent("sessions at the command line", () => {
  it.each(names)("%s", { timeout: 240_000 }, async (name) => {
    const file = join(directory, name);
    const written = readFileSync(file, "utf8");
    const session = await replaySession(written);
    if (update) writeFileSync(file, session);
    expect(session).toBe(update ? session : written);
  });
});
