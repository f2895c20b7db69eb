import { DataSource, type QueryRunner } from "typeorm";

/** What the backend of a statement kept others from while it went through many rows. */
export interface Observed {
  /** Tables and views that nobody could read or write. */
  readonly closed: Set<string>;
  /** Tables that nobody could write. */
  readonly readOnly: Set<string>;
}

/** Rows are read and written by the transaction so far, whichever way, and the locks that it has by now: also on what it drops. */
const look = `
  SELECT r.oid::text,
    coalesce((SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) + n_tup_ins + n_tup_upd + n_tup_del
      FROM pg_stat_xact_all_tables s WHERE s.relid = r.oid), 0)::float8 AS work,
    coalesce((SELECT n_tup_upd + n_tup_del FROM pg_stat_xact_all_tables s WHERE s.relid = r.oid), 0)::float8 AS changed,
    ARRAY(SELECT l.mode FROM pg_locks l WHERE l.relation = r.oid AND l.pid = pg_backend_pid() AND l.granted)::text[] AS modes
  FROM unnest($1::oid[]) r (oid)`;

const closing = "AccessExclusiveLock";
const delaying = ["ShareLock", "ShareRowExclusiveLock", "ExclusiveLock"];

interface Look {
  readonly oid: string;
  readonly work: number;
  readonly changed: number;
  readonly modes: readonly string[];
}

/** What is observed, and of what. */
export interface Observation {
  /** So many rows are many: more than the catalog has. */
  readonly many: number;
  /** The names of tables and views by their ids; what is made meanwhile is nobody's yet. */
  readonly names: ReadonlyMap<string, string>;
  readonly observed: Observed;
}

/** Notes what is held by now, after a statement that went through many rows. */
function note(looks: readonly Look[], { many, names, observed }: Observation): void {
  for (const { oid, modes, changed } of looks) {
    const name = names.get(oid) ?? oid;
    if (modes.includes(closing)) observed.closed.add(name);
    else if (changed >= many || delaying.some((mode) => modes.includes(mode))) observed.readOnly.add(name);
  }
}

/** A data source whose connections look after each statement of a transaction which locks that goes on with. */
export function observedDataSource(url: string, observation: Observation): DataSource {
  class ObservedDataSource extends DataSource {
    override createQueryRunner(...mode: Parameters<DataSource["createQueryRunner"]>): QueryRunner {
      const runner = super.createQueryRunner(...mode);
      const query = runner.query.bind(runner);
      let [isOpen, before] = [false, 0];
      const looking = async (...statement: Parameters<typeof query>): Promise<unknown> => {
        const result: unknown = await query(...statement);
        const [sql] = statement;
        if (/^(?:BEGIN|COMMIT|ROLLBACK)\b/.test(sql)) [isOpen, before] = [sql.startsWith("BEGIN"), 0];
        if (!isOpen) return result;
        const looks: readonly Look[] = await query(look, [[...observation.names.keys()]]);
        const work = looks.reduce((sum, one) => sum + one.work, 0);
        if (work - before >= observation.many) note(looks, observation);
        before = work;
        return result;
      };
      return Object.assign(runner, { query: looking });
    }
  }
  return new ObservedDataSource({ type: "postgres", url, logging: false });
}
