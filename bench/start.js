// How long `aludel history` takes to start, beside node with nothing but the yargs import: the ratio should stay below 1.5.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const repository = join(import.meta.dirname, "..");
const main = join(repository, "dist/cli/main.js");
const project = join(repository, "fixtures/tour");
const reference = [
  "--input-type=module",
  "-e",
  `await import(${JSON.stringify(import.meta.resolve("yargs"))})`,
];
const history = [main, "history", "--directory", join(repository, "fixtures/revisions/linear")];

function time(words) {
  const start = performance.now();
  spawnSync(process.execPath, words, { cwd: project });
  return performance.now() - start;
}

function median(values) {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
}

const rounds = Array.from({ length: 15 }, () => ({ history: time(history), reference: time(reference) }));
const [ours, theirs] = [
  median(rounds.map((round) => round.history)),
  median(rounds.map((round) => round.reference)),
];
console.log(
  `aludel history: ${ours.toFixed(0)} ms; node and yargs: ${theirs.toFixed(0)} ms; ratio ${(ours / theirs).toFixed(2)}`,
);
