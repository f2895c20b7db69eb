import type { View } from "../../schema/schema.js";
import { TokenReader } from "./token-reader.js";

/** Reads a CREATE VIEW statement. Throws `UnreadableSql` where the text is none. */
export function parseView(sql: string): Pick<View, "query" | "columns"> {
  const reader = new TokenReader(sql);
  reader.expect("CREATE");
  if (!reader.take("TEMP")) reader.take("TEMPORARY");
  reader.expect("VIEW");
  reader.take("IF", "NOT", "EXISTS");
  reader.objectName();
  const columns = reader.atSymbol("(") ? reader.list(() => reader.identifier()) : undefined;
  reader.expect("AS");
  const query = reader.textUntil(() => reader.atSymbol(";"));
  return columns === undefined ? { query } : { query, columns };
}
