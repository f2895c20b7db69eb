// sql FILE STATEMENTS: runs SQL on a database file, for sessions; prints the rows of a query, one JSON array each.
import Database from "better-sqlite3";

const [file, sql] = process.argv.slice(2);
const database = new Database(file);
if (/^\s*select/i.test(sql)) {
  for (const row of database.prepare(sql).raw().all()) process.stdout.write(`${JSON.stringify(row)}\n`);
} else database.exec(sql);
