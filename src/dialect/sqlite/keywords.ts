/**
 * Words that mean something else when they are quoted: those that cannot be names unquoted, and those that can, but
 * are a join or a value first. https://www.sqlite.org/lang_keywords.html
 */
export const keywords: ReadonlySet<string> = new Set(
  (
    "add all alter and as autoincrement between case check collate commit constraint create cross current_date " +
    "current_time current_timestamp default deferrable delete distinct drop else escape except exists false foreign " +
    "from full group having in index indexed inner insert intersect into is isnull join left limit natural not " +
    "nothing notnull null on or order outer primary references returning right select set table then to transaction " +
    "true union unique update using values when where"
  ).split(" "),
);
