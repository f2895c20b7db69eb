import { AludelError, exitCode } from "../errors.js";

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** The milliseconds of `500`, `500ms`, `5s`, `1.5min` or `1h`. Throws `E_DURATION`, which names what was given for `option`. */
export function parseDuration(text: string, option: string): number {
  const [, number = "", unit = "ms"] = /^(\d+(?:\.\d+)?)\s*(ms|s|min|h)?$/.exec(text.trim()) ?? [];
  const milliseconds = Number(number) * (units[unit] ?? 1);
  if (number !== "" && Number.isSafeInteger(Math.round(milliseconds))) return Math.round(milliseconds);
  throw new AludelError("E_DURATION", `${option} ${text} is no duration`, {
    hint: "Write milliseconds, or a number with ms, s, min or h, such as 5s or 2min.",
    exitCode: exitCode.usage,
  });
}
