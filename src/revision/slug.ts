/** What a revision file's name is made of. */
export interface FileNameParts {
  readonly id: string;
  readonly message: string;
  readonly date: Date;
  /** With its dot; `.ts` unless told. */
  readonly extension?: string;
}

const longestSlug = 40;
/** Letters that no accent hides: decomposition leaves them as they are. */
const foldedLetters: ReadonlyMap<string, string> = new Map(
  Object.entries({ ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" }),
);

/**
 * The name of a new revision file, such as `20261121T1030_4f1c9a0b2d7e_add_customer_tier.ts`: sorted by time (UTC), safe
 * on every file system, whatever the message holds.
 */
export function fileName({ id, message, date, extension = ".ts" }: FileNameParts): string {
  const time = date.toISOString().replaceAll(/[-:]/g, "").slice(0, "20261121T1030".length);
  const slug = slugOf(message);
  return [time, id, ...(slug === "" ? [] : [slug])].join("_") + extension;
}

/** A message as lower-case ASCII words joined by `_`, at most 40 characters; empty if it has no such letter. */
export function slugOf(message: string): string {
  const words = message
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, "")
    .replaceAll(/[^\0-\x7f]/gu, (letter) => foldedLetters.get(letter) ?? letter)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  let slug = (words[0] ?? "").slice(0, longestSlug);
  for (const word of words.slice(1)) {
    if (slug.length + 1 + word.length > longestSlug) break;
    slug += `_${word}`;
  }
  return slug;
}
