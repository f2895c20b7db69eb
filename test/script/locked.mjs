// locked FILE COMMAND…: runs a command while another connection writes to the database file.
import { spawnSync } from "node:child_process";
import Database from "better-sqlite3";

const [file, command, ...words] = process.argv.slice(2);
const database = new Database(file);
database.exec("BEGIN EXCLUSIVE");
process.exitCode = spawnSync(command, words, { stdio: "inherit" }).status ?? 1;
