import { pgDump } from "./postgres-programs.js";

/** A comment of three lines above each object: what it is, and whose. */
const header = /^--\n-- Name: (.*); Type: .*\n--\n/m;

const trailer = "--\n-- PostgreSQL database dump complete\n--";

// PostgreSQL 15.20 numbers its columns, and a `pg_dump` of another version takes that for an option of theirs.
const numbers = /\bpg_attver=\d+/g;

const ofTools = /\b(?:aludel_|typeorm_metadata)/;

/** What `pg_dump` writes of a schema, an entry for each object, without the tables that TypeORM and Aludel keep for themselves. */
export async function dumpedObjects(url: string): Promise<string[]> {
  // Split by a pattern with a group: the start, and then name and text of each object by turns.
  const [, ...parts] = (await pgDump(url)).replaceAll(numbers, "pg_attver").split(header);
  const names = parts.filter((_, index) => index % 2 === 0);
  const texts = parts.filter((_, index) => index % 2 === 1);
  return texts.flatMap((text, index) =>
    ofTools.test(names[index] ?? "") ? [] : [text.replace(trailer, "").trim()],
  );
}
