// Runs one function of the built package in a process of its own, because hooks of module loading are for a whole process.
// node child.mjs FUNCTION PARAMETER…; prints one JSON document.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const dist = new URL("../../dist/config/", import.meta.url);

const functions = {
  async dataSource(file) {
    const { loadDataSource } = await import(new URL("data-source.js", dist));
    const { dataSource, warnings } = await loadDataSource(file);
    return {
      warnings,
      tables: dataSource.entityMetadatas.map((metadata) => tableOf(dataSource, metadata)).toSorted(),
    };
  },
  async module(...files) {
    const { loadModule } = await import(new URL("load-module.js", dist));
    const modules = await Promise.all(files.map((file) => loadModule(file)));
    return modules.map((module) =>
      Object.entries(module).map(([name, value]) => `${name}: ${String(value)}`),
    );
  },
  async rewritten(file, text) {
    const { loadModule } = await import(new URL("load-module.js", dist));
    const first = await loadModule(file);
    writeFileSync(file, text);
    const modules = [first, await loadModule(file), await loadModule(file, { fresh: true })];
    return modules.map(({ value }) => value);
  },
  async standalone(...files) {
    const { loadModule } = await import(new URL("load-module.js", dist));
    const modules = await Promise.all(
      files.map((file) => loadModule(file, { standalone: true, fresh: true })),
    );
    return modules.map((module) =>
      Object.entries(module).map(([name, value]) => `${name}: ${String(value)}`),
    );
  },
  async options(cwd, configFile, dataSourceFile) {
    const { findOptions } = await import(new URL("find-config.js", dist));
    return findOptions({ cwd, configFile: configFile || undefined, dataSourceFile });
  },
};

function tableOf(dataSource, metadata) {
  const columns = metadata.columns.map((column) => {
    const type = dataSource.driver.normalizeType(column);
    return `${column.databaseName} ${type}${column.isNullable ? "?" : ""}`;
  });
  return `${metadata.tableName}(${columns.join(", ")})`;
}

function loadedPackages() {
  const names = Object.keys(require.cache).map(
    (file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1],
  );
  return ["@swc/core", "prettier", "typeorm", "typescript"].filter((name) => names.includes(name));
}

const [name, ...parameters] = process.argv.slice(2);
let result;
try {
  result = { value: await functions[name](...parameters) };
} catch (error) {
  const { code, message, hint, exitCode } = error;
  result = { error: { code, message, hint, exitCode } };
}
const registered = globalThis.loadedByRegistered === true;
process.stdout.write(JSON.stringify({ ...result, packages: loadedPackages(), registered }));
