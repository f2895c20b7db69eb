/** `--json`, of the commands that only read. */
export const jsonOption = {
  type: "boolean",
  default: false,
  describe: "Print one JSON document",
} as const;

/** `-v` */
export const verboseOption = {
  alias: "v",
  type: "boolean",
  default: false,
  describe: "Say more",
} as const;
