/** The source, formatted by prettier with the settings that the user has for that file. */
export async function formatRevision(source: string, file: string): Promise<string> {
  const { format, resolveConfig } = await import("prettier");
  const config = await resolveConfig(file, { editorconfig: true });
  return format(source, { printWidth: 110, ...config, filepath: file });
}
