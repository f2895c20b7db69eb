/*
 * Decorators see the types of properties because the compiler writes them down as expressions that are evaluated while the
 * modules load. What SWC writes is touchier than what tsc writes; here it is made to stand what tsc's stands.
 */

/** SWC's `typeof User === "undefined" ? Object : User`, also of a qualified name. */
const swcType =
  /(?:typeof [\w$.]+ === "undefined" \|\| )*typeof ([\w$.]+) === "undefined" \? Object : \1(?![\w$.])/g;

/** The same as tsc writes it. */
const tscType = /typeof \((\w+) = typeof ([\w$.]+) !== "undefined" && \2\) === "function" \? \1 : Object/g;

const guardedType = /__aludelType\(\(\)=>([\w$]+)((?:\.[\w$]+)*)\)/g;

const namedImport = /^import ([\w$]+, )?\{ ([^{}]+) \} from ("[^"]+"|'[^']+');$/gm;

/**
 * Makes the types that decorators see safe to read: `Object` while the class is not initialised, as happens in circles of
 * imports, or when there is no such value; and for an enum the type of its values, as tsc has it.
 */
export function guardTypes(code: string): string {
  const guarded = code.replace(swcType, guard("$1")).replace(tscType, guard("$2"));
  return guarded === code ? code : `${importTypesSafely(guarded)}\n${typeReader}`;
}

function guard(expression: string): string {
  return `__aludelType(()=>${expression})`;
}

/**
 * An ES module cannot import what the other does not export, and a type that is imported without `type` is no export.
 * So the names that only guards use are read from the namespace of the module, where what is missing is undefined.
 */
function importTypesSafely(code: string): string {
  const namespaced = new Map<string, string>();
  const imported = code.replace(
    namedImport,
    (statement, defaultImport: string | undefined, names: string, source: string) => {
      const specifiers = names.split(", ");
      const types = specifiers.filter((specifier) => isUsedByGuardsOnly(localName(specifier), code));
      if (types.length === 0) return statement;
      const namespace = `__aludel_${localName(types[0] ?? "")}`;
      for (const type of types) namespaced.set(localName(type), `${namespace}.${type.split(" as ", 1)[0]}`);
      const values = specifiers.filter((specifier) => !types.includes(specifier)).join(", ");
      const rest = `import ${defaultImport ?? ""}{ ${values} } from ${source};`;
      return `${rest} import * as ${namespace} from ${source};`;
    },
  );
  return imported.replace(guardedType, (whole, root: string, path: string) => {
    const name = namespaced.get(root);
    return name === undefined ? whole : guard(name + path);
  });
}

/** The name that `A` or `A as B` has in the importing file. */
function localName(specifier: string): string {
  return specifier.split(" as ").at(-1) ?? specifier;
}

function isUsedByGuardsOnly(name: string, code: string): boolean {
  const guards = Array.from(code.matchAll(guardedType)).filter(([, root]) => root === name).length;
  const word = name.replaceAll("$", String.raw`\$`);
  const uses = code.match(new RegExp(String.raw`(?<![\w$.])${word}(?![\w$])`, "g"))?.length ?? 0;
  return guards > 0 && uses === guards + 1;
}

/** Put at the end of a file, so that the lines before it stay where they are. A numeric enum maps back from its numbers. */
const typeReader = `function __aludelType(read) {
  let type;
  try { type = read(); } catch {}
  if (typeof type === "function") return type;
  const values = Object.entries(type ?? {}).filter(([key]) => String(Number(key)) !== key).map(([, value]) => typeof value);
  if (values.length > 0 && values.every((kind) => kind === "number")) return Number;
  if (values.length > 0 && values.every((kind) => kind === "string")) return String;
  return Object;
}
`;
