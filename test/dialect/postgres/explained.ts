import { DataSource, type DataSourceOptions } from "typeorm";
import { expect } from "vitest";
import { explain } from "../../../src/dialect/postgres/errors.js";

type PostgresOptions = Extract<DataSourceOptions, { type: "postgres" }>;

/** A password that no message may have. */
export const password = "s3cret/word";

/** What is said of the error of connecting; the password is in the options, and never in what is said. */
export async function explained(options: Omit<PostgresOptions, "type">): Promise<unknown> {
  const error: unknown = await new DataSource({ type: "postgres", ...options }).initialize().then(
    () => "connected",
    (thrown: unknown) => thrown,
  );
  const explanation = explain(error);
  expect(JSON.stringify(explanation ?? error)).not.toContain(password);
  return explanation;
}
