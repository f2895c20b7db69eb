import { AludelError, exitCode } from "../errors.js";
import type { RenameEnum } from "../operation/operation.js";
import { equal } from "../schema/compare.js";
import { displayName, keyOf, nameOf, sameName, type ObjectName } from "../schema/name.js";
import type { EnumType, Schema } from "../schema/schema.js";
import type { EnumAnswers } from "./enums.js";
import { pathOf, type RenameQuestion } from "./rename.js";
import type { ValueRename, ValueReplacement } from "./value-answers.js";

/** An enum that is there before and after, with its values. */
interface EnumPair {
  readonly name: ObjectName;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function pairOf(old: EnumType, to: Schema): EnumPair[] {
  const wanted = to.enums.find((one) => sameName(one, old));
  return wanted === undefined ? [] : [{ name: nameOf(old), before: old.values, after: wanted.values }];
}

function without(values: readonly string[], others: readonly string[]): string[] {
  return values.filter((value) => !others.includes(value));
}

/**
 * The values that may have been renamed: each that went, with all that came in the same enum. Enums are matched by name,
 * so both schemas have the new ones.
 */
export function valueRenameQuestions(from: Schema, to: Schema): RenameQuestion[] {
  return from.enums
    .flatMap((old) => pairOf(old, to))
    .flatMap(({ name, before, after }) => {
      const candidates = without(after, before);
      if (candidates.length === 0) return [];
      return without(before, after).map((value): RenameQuestion => ({
        kind: "value",
        path: [...pathOf(name), value],
        table: displayName(name),
        from: value,
        candidates,
      }));
    });
}

type Fail = (problem: string) => never;

function failing(flag: string, { text }: { readonly text: string }): Fail {
  return (problem) => {
    throw new AludelError("E_VALUE_UNKNOWN", `${flag} ${text}: ${problem}`, {
      hint: "Write the enum and the old value as they are in the database, and the new value as the entity has it.",
      exitCode: exitCode.usage,
    });
  };
}

/** What the answers are about. */
export interface EnumContext {
  /** The schema of the database, with the new names of tables, columns and enums. */
  readonly from: Schema;
  readonly to: Schema;
  /** The enums with new names: an answer may say the old one. */
  readonly renamed: readonly RenameEnum[];
}

function findPair(path: readonly string[], { from, to, renamed }: EnumContext, fail: Fail): EnumPair {
  const name = renamed.find((rename) => equal(pathOf(rename.from), path))?.to;
  const old = from.enums.find((one) => (name === undefined ? equal(pathOf(one), path) : sameName(one, name)));
  if (old === undefined) return fail(`the database has no enum "${path.join(".")}"`);
  const [pair] = pairOf(old, to);
  return pair ?? fail(`no entity has an enum "${displayName(old)}"`);
}

function requireGoing(value: string, { name, before, after }: EnumPair, fail: Fail): void {
  if (!before.includes(value)) fail(`enum "${displayName(name)}" has no value "${value}"`);
  if (after.includes(value)) fail(`the value "${value}" of enum "${displayName(name)}" stays`);
}

function requireComing(value: string, { name, before, after }: EnumPair, fail: Fail): void {
  if (!after.includes(value)) fail(`no entity gives enum "${displayName(name)}" a value "${value}"`);
  if (before.includes(value)) fail(`enum "${displayName(name)}" already has a value "${value}"`);
}

interface Values {
  readonly renames: Map<string, string>;
  readonly replacements: Map<string, string | null>;
}

function addRename({ value, to }: ValueRename, pair: EnumPair, { renames }: Values, fail: Fail): void {
  requireGoing(value, pair, fail);
  requireComing(to, pair, fail);
  const known = renames.get(value) ?? to;
  if (known !== to) fail(`the value "${value}" cannot have two new names`);
  if ([...renames].some(([other, name]) => other !== value && name === to)) {
    fail(`two values of the name "${to}"`);
  }
  renames.set(value, to);
}

function addReplacement(
  { value, to }: ValueReplacement,
  pair: EnumPair,
  { renames, replacements }: Values,
  fail: Fail,
): void {
  requireGoing(value, pair, fail);
  if (renames.has(value)) fail(`the value "${value}" is renamed`);
  if (replacements.has(value) && replacements.get(value) !== to) {
    fail(`rows with "${value}" cannot get two values`);
  }
  const now = to === null || pair.after.includes(to) ? to : renames.get(to);
  if (now === undefined) fail(`enum "${displayName(pair.name)}" will have no value "${to}"`);
  else replacements.set(value, now);
}

/**
 * What the answers say of the values of each enum, by its key. Throws `E_VALUE_UNKNOWN` for one that names no value that
 * goes, or none that comes.
 */
export function enumAnswers(
  renames: readonly ValueRename[],
  replacements: readonly ValueReplacement[],
  context: EnumContext,
): EnumAnswers {
  const all = new Map<string, Values>();
  const valuesOf = ({ name }: EnumPair): Values => {
    const values = all.get(keyOf(name)) ?? { renames: new Map(), replacements: new Map() };
    all.set(keyOf(name), values);
    return values;
  };
  for (const answer of renames) {
    const fail = failing("--rename-value", answer);
    const pair = findPair(answer.path, context, fail);
    addRename(answer, pair, valuesOf(pair), fail);
  }
  for (const answer of replacements) {
    const fail = failing("--map-value", answer);
    const pair = findPair(answer.path, context, fail);
    addReplacement(answer, pair, valuesOf(pair), fail);
  }
  return new Map(
    [...all].map(([key, values]) => [
      key,
      {
        renames: Object.fromEntries(values.renames),
        replacements: Object.fromEntries(values.replacements),
      },
    ]),
  );
}
