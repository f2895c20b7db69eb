declare module "better-sqlite3" {
  interface Statement {
    readonly reader: boolean;
    all(...parameters: readonly unknown[]): Record<string, unknown>[];
    run(...parameters: readonly unknown[]): unknown;
  }

  export default class Database {
    constructor(file: string);
    prepare(sql: string): Statement;
    exec(sql: string): this;
    close(): this;
  }
}
