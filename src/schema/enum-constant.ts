/** What stands for a value from now on; a value that it does not say stays, and `null` is none at all. */
export type ValueMap = ReadonlyMap<string, string | null>;

function mapped(value: string, values: ValueMap): string | null {
  const now = values.get(value);
  return now === undefined ? value : now;
}

/** An element as the server writes it within `{}`. https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function element(value: string): string {
  const isPlain = /^[^\s"\\{},]+$/.test(value) && !/^null$/i.test(value);
  return isPlain ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

/** The elements of `{a,"b c"}`; nothing for text that is no list of one level. */
function elementsOf(constant: string): string[] | undefined {
  const [, inner] = /^\{((?:"(?:[^"\\]|\\.)*"|[^{}"])*)\}$/s.exec(constant) ?? [];
  if (inner === undefined) return undefined;
  const elements = [...inner.matchAll(/"((?:[^"\\]|\\.)*)"|([^,"\s][^,"]*)/gs)];
  return elements.map(([, quoted, plain]) => quoted?.replaceAll(/\\(.)/gs, "$1") ?? plain?.trimEnd() ?? "");
}

/** The value of a constant of an enum, or those of a list of them, as they are from now on; `null` where none is left. */
export function mapConstant(constant: string, isArray: boolean, values: ValueMap): string | null {
  if (!isArray) return mapped(constant, values);
  const elements = elementsOf(constant);
  if (elements === undefined) return constant;
  return `{${elements
    .flatMap((value) => mapped(value, values) ?? [])
    .map(element)
    .join(",")}}`;
}
