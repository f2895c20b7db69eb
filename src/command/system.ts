import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { setTimeout } from "node:timers/promises";

/** What commands take from the world outside; tests and embedding programs may bring their own. */
export interface System {
  /** Milliseconds since 1970. */
  now(): number;
  /** A revision id that no other revision has: 12 hexadecimal digits. */
  newId(): string;
  wait(milliseconds: number): Promise<void>;
  /** A number from 0 to 1, by chance. */
  random(): number;
  /** Who works, for the log and for those who wait for the lock. */
  readonly user: string;
  /** The process, for those who wait for the lock. */
  readonly process: string;
  /** The version of Aludel. */
  readonly version: string;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id that has no name: https://nodejs.org/api/os.html#osuserinfooptions
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}

function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const content: unknown = JSON.parse(text);
  if (typeof content === "object" && content !== null && "version" in content) return String(content.version);
  return "unknown";
}

/** The real clock, random ids, and this process. */
export const realSystem: System = {
  now: () => Date.now(),
  newId: () => randomBytes(6).toString("hex"),
  wait: async (milliseconds) => setTimeout(milliseconds),
  random: () => Math.random(),
  get user() {
    return `${userName()}@${hostname()}`;
  },
  process: `process ${process.pid}`,
  get version() {
    return packageVersion();
  },
};
