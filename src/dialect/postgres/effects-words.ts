import { displayName, sameName, type ObjectName } from "../../schema/name.js";
import type { View } from "../../schema/schema.js";
import { unite, without, type Locks } from "./locks.js";

/** What is done to all rows of a table, and what of others it keeps from being read or written meanwhile. */
export interface Effect {
  readonly does: string;
  /** Nobody reads or writes these meanwhile. */
  readonly closed: readonly ObjectName[];
  /** Nobody writes these meanwhile. */
  readonly readOnly?: readonly ObjectName[];
  /** Who waits, in words that fit better than those made of the names. */
  readonly waits?: string;
  /** Written behind it. */
  readonly remark?: string;
}

/** What an operation does that takes the longer the more rows there are. */
export interface Effects {
  /** What the operation is about. */
  readonly subject: ObjectName;
  readonly effects: readonly Effect[];
  /** The views that are dropped before it and made anew behind it. */
  readonly remade?: readonly View[];
}

/** What it means that those of the views which are materialized are filled anew, while all that is named is closed. */
export function fillsAnew(closed: readonly ObjectName[], views: readonly View[]): Effect[] {
  return views
    .filter(({ materialized }) => materialized)
    .map((view) => ({ does: `fills ${displayName(view)} anew`, closed }));
}

function listOf(texts: readonly string[], word: string): string {
  const last = texts.at(-1) ?? "";
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")} ${word} ${last}`;
}

function waitsOf({ closed, readOnly = [], waits }: Effect, subject: ObjectName): string[] {
  if (waits !== undefined) return [waits];
  const nameOf = (name: ObjectName): string => (sameName(name, subject) ? "it" : displayName(name));
  const [shut, open] = [closed.map(nameOf), readOnly.map((name) => `to ${nameOf(name)}`)];
  return [
    ...(shut.length === 0 ? [] : [`nobody reads or writes ${listOf(shut, "or")} meanwhile`]),
    ...(open.length === 0 ? [] : [`writes ${listOf(open, "and")} wait`]),
  ];
}

/** What is told of those that earlier operations keep others from already. */
function heldText(effect: Effect, held: Locks): string[] {
  const own = unite([{ closed: effect.closed, readOnly: effect.readOnly ?? [] }]);
  const closed = without(held.closed, own.closed);
  const readOnly = without(held.readOnly, [...own.closed, ...own.readOnly, ...closed]);
  const told = (names: readonly ObjectName[], whom: string): string[] => {
    const stay = names.length === 1 ? "stays" : "stay";
    const texts = names.map(displayName);
    return names.length === 0
      ? []
      : [`${listOf(texts, "and")}, changed before in the same transaction, ${stay} closed to ${whom}`];
  };
  return [...told(closed, "readers and writers"), ...told(readOnly, "writers")];
}

/** The effect in words, with what else is held meanwhile; nothing where nobody waits. */
export function wordsOf(effect: Effect, subject: ObjectName, held: Locks): string[] {
  const own = waitsOf(effect, subject).join(", and ");
  const remark = effect.remark === undefined || own === "" ? [] : [effect.remark];
  const parts = [...(own === "" ? [] : [own]), ...remark, ...heldText(effect, held)];
  return parts.length === 0 ? [] : [`${effect.does}: ${parts.join("; ")}`];
}

/** The views that are made anew, in words. */
export function remadeWords(views: readonly View[]): string[] {
  if (views.length === 0) return [];
  const texts = views.map(
    (view) => `${view.materialized ? "materialized view" : "view"} ${displayName(view)}`,
  );
  return [listOf(texts, "and")];
}
