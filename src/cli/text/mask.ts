const rules: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // scheme://user:password@host; a password may hold anything but white space and quotes.
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@'"`]*):[^\s'"`]+@/gi, "$1:***@"],
  // password=…, as in `postgres://host/shop?password=…` and in ODBC strings.
  [/\b(password|passwd|pwd)=("[^"]*"|'[^']*'|[^\s,;&'"`)]+)/gi, "$1=***"],
  // As Node shows an object.
  [/\b(password|passwd|pwd): ("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)/gi, "$1: '***'"],
  [/"(password|passwd|pwd)":\s*"(?:[^"\\]|\\.)*"/gi, '"$1":"***"'],
];

/** The text without the passwords of connection strings. */
export function mask(text: string): string {
  return rules.reduce((masked, [pattern, replacement]) => masked.replaceAll(pattern, replacement), text);
}
