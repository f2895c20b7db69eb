/** How properties are checked: the same values at every run, others with `FAST_CHECK_SEED=…`. */
export const propertyOptions = {
  seed: Number(process.env["FAST_CHECK_SEED"] ?? 20260101),
  numRuns: Number(process.env["FAST_CHECK_RUNS"] ?? 300),
};
