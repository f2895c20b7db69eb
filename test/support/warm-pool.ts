import { Client, type ClientConfig } from "pg";
import { afterAll } from "vitest";

/** A client that has been connected for a while, and knows the catalogs by now. */
interface WarmClient {
  readonly client: Client;
  readonly pid: number;
}

type Release = () => void;
type Connected = (error: Error | undefined, client?: Client, release?: Release) => void;

const idle = new Map<string, WarmClient[]>();
const open = new Set<WarmClient>();

async function connect(config: ClientConfig): Promise<WarmClient> {
  const client = new Client(config);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const warm = { client, pid: rows[0]?.pid ?? 0 };
  open.add(warm);
  // One that is cut goes, and says so at its next query.
  client.on("error", () => void open.delete(warm));
  return warm;
}

async function close(warm: WarmClient): Promise<void> {
  open.delete(warm);
  await warm.client.end();
}

/** Makes the client as it was connected; one that cannot be is ended. */
async function park(key: string, warm: WarmClient): Promise<void> {
  try {
    await warm.client.query("ROLLBACK");
    await warm.client.query("DISCARD ALL");
    idle.set(key, [...(idle.get(key) ?? []), warm]);
  } catch {
    await close(warm);
  }
}

/** What TypeORM takes for a pool; its clients outlive it, for the next pool with the same options. */
class WarmPool {
  private readonly key: string;
  private readonly unused: WarmClient[] = [];

  constructor(private readonly config: ClientConfig) {
    this.key = JSON.stringify(config);
  }

  on(): this {
    return this;
  }

  private take(): WarmClient | undefined {
    const kept = (idle.get(this.key) ?? []).filter((warm) => open.has(warm));
    const warm = this.unused.pop() ?? kept.pop();
    idle.set(this.key, kept);
    return warm;
  }

  connect(done: Connected): void {
    const taken = this.take();
    const ready = taken === undefined ? connect(this.config) : Promise.resolve(taken);
    ready.then(
      (warm) => done(undefined, warm.client, () => void this.unused.push(warm)),
      (error: Error) => done(error),
    );
  }

  end(done: (error?: Error) => void): void {
    // The lock of a migrator makes sure that its connections are new, and asks for those alone to be kept alive.
    const leave = async (warm: WarmClient): Promise<void> =>
      this.config.keepAlive ? close(warm) : park(this.key, warm);
    void Promise.all(this.unused.splice(0).map(leave)).then(() => done());
  }
}

afterAll(async () => {
  await Promise.all([...open].map(close));
  idle.clear();
});

/**
 * The driver `pg` with connections that go from one data source to the next, each as it was opened: most of the time of a short
 * session goes into a new connection, which knows nothing of the catalogs.
 */
export const warmDriver = { Pool: WarmPool };

/** The server processes that serve idle connections of {@link warmDriver}. */
export function warmProcesses(): number[] {
  return [...idle.values()].flat().map(({ pid }) => pid);
}
