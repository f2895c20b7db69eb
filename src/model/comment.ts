/** The comment of a column or table, none where it is empty. TypeORM leaves out NUL, which no comment can hold. */
export function readComment(metadata: { readonly comment?: string | undefined }): {
  readonly comment?: string;
} {
  const comment = metadata.comment?.replaceAll("\u0000", "");
  return comment ? { comment } : {};
}
