import { displayName } from "../schema/name.js";
import type { View } from "../schema/schema.js";
import { listedExtras } from "./adopt-extra.js";
import { adoptIndexes, extraIndexes } from "./adopt-index.js";
import { listedOptions } from "./adopt-table.js";
import type { OwnershipRules, Unmanaged } from "./ownership.js";

/** A view that the entity wants, with what is kept of the database. */
export interface AdoptedView {
  readonly view: View;
  readonly unmanaged: readonly Unmanaged[];
}

/** The view with all that the database has of it and entities cannot say. */
export function adoptView(from: View | undefined, to: View, rules: OwnershipRules): AdoptedView {
  if (from === undefined) return { view: { ...to, triggers: [] }, unmanaged: [] };
  const { comment, options, extras = [] } = from;
  const [before, wanted] = [from.indexes ?? [], to.indexes ?? []];
  const adopted = adoptIndexes(before, wanted, rules);
  const kept = extraIndexes(before, wanted, rules).filter(({ name }) => !rules.goes(name, false));
  const indexes = [...adopted.map(({ index }) => index), ...kept];
  const table = displayName(to);
  return {
    view: {
      ...to,
      ...(comment === undefined ? {} : { comment }),
      ...(options && { options }),
      ...(indexes.length === 0 ? {} : { indexes }),
      triggers: from.triggers.filter(({ name }) => !rules.goes(name, false)),
      ...(extras.length === 0 ? {} : { extras }),
    },
    unmanaged: [...adopted.filter(({ saysMore }) => saysMore).map(({ index }) => index), ...kept]
      .map(({ name }): Unmanaged => ({ kind: "index", name, table }))
      .concat(listedOptions(options === undefined ? {} : { storage: options }, table))
      .concat(listedExtras(extras, table)),
  };
}
