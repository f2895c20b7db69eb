import { defineConfig } from "vitest/config";

/** `TYPEORM=1` runs the same suite against TypeORM 1.x, which knows better-sqlite3 only. */
const typeorm = process.env["TYPEORM"] === "1" ? { typeorm: "typeorm-1" } : {};

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global-setup.ts",
    alias: typeorm,
    server: { deps: { external: [/\/dist\//] } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
