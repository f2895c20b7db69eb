import { expect, it } from "vitest";
import { parseDuration } from "../../src/cli/duration.js";

it.each([
  ["0", 0],
  ["500", 500],
  ["500ms", 500],
  ["5s", 5000],
  [" 5 s ", 5000],
  ["1.5min", 90_000],
  ["1h", 3_600_000],
  ["0.4ms", 0],
])("%j is %d milliseconds", (text, milliseconds) => {
  expect(parseDuration(text, "--lock-timeout")).toBe(milliseconds);
});

it.each(["", "soon", "-1", "5m", "5 s s", "1e3", "s", "99999999999999999h"])("%j is none", (text) => {
  expect(() => parseDuration(text, "--lock-timeout")).toThrow(
    expect.objectContaining({
      code: "E_DURATION",
      exitCode: 2,
      message: `--lock-timeout ${text} is no duration`,
    }),
  );
});
