import { isAbsolute, relative, sep } from "node:path";

/** A path as short as it can be typed: relative to the directory, unless it lies outside. */
export function shortPath(path: string, directory: string): string {
  if (!isAbsolute(path)) return path;
  const short = relative(directory, path);
  return short === "" || short === ".." || short.startsWith(`..${sep}`) || isAbsolute(short) ? path : short;
}
