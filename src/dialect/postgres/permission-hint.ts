import type { DriverError } from "./driver-error.js";

const ownedHint = "Only its owner may: log in as that role, or: GRANT the_owner TO the_role;";

/** What the server says, and what an administrator types then; `$1` is the object in question. */
const advice: readonly (readonly [says: RegExp, hint: string])[] = [
  [
    /permission denied for schema (\S+)/,
    "An administrator can allow it: GRANT USAGE, CREATE ON SCHEMA $1 TO the_role;",
  ],
  [
    /permission denied for database (\S+)/,
    "An administrator can allow it: GRANT CONNECT, CREATE ON DATABASE $1 TO the_role;",
  ],
  [
    /permission denied for (?:table|view|relation|materialized view) (\S+)/,
    "An administrator can allow it: GRANT ALL ON $1 TO the_role; changing its shape is for its owner alone.",
  ],
  [
    /permission denied for sequence (\S+)/,
    "An administrator can allow it: GRANT ALL ON SEQUENCE $1 TO the_role;",
  ],
  [/permission denied for type (\S+)/, "An administrator can allow it: GRANT USAGE ON TYPE $1 TO the_role;"],
  [
    /permission denied for (?:function|procedure|aggregate) (\S+)/,
    "An administrator can allow it: GRANT EXECUTE ON FUNCTION $1 TO the_role;",
  ],
  [
    /permission denied to create extension "([^"]+)"/,
    'An administrator can do it: CREATE EXTENSION "$1"; the revision then finds it there.',
  ],
  [
    /must be owner of (?:materialized )?view (\S+)/,
    "A view that reads what changes is dropped before and made anew behind, which only the owner of the view may: " +
      "log in as that role, or: GRANT the_owner TO the_role; or have $1 dropped meanwhile.",
  ],
  [/must be owner of/, ownedHint],
];

/** What somebody types who may, after a right was missing. */
export function permissionHint({ message }: DriverError): string {
  for (const [says, hint] of advice) {
    const found = says.exec(message);
    if (found !== null) return hint.replace("$1", () => found[1] ?? "…");
  }
  return "Log in with a role that has the right, or have an administrator give it.";
}
