import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { explain } from "../../../src/dialect/postgres/errors.js";
import { freePort } from "../../support/kept-process.js";
import { explained, password } from "./explained.js";

function withPassword(address: string): string {
  return `postgres://alice:${encodeURIComponent(password)}@${address}`;
}

describe("explain, while connecting", () => {
  const listening: Server[] = [];

  afterEach(() => {
    for (const server of listening.splice(0)) server.close();
  });

  /** A server that treats each connection that way; gives its address. */
  async function serve(treat: (socket: Socket) => void): Promise<string> {
    const server = createServer(treat).listen(0, "127.0.0.1");
    listening.push(server);
    await once(server, "listening");
    const address = server.address();
    return typeof address === "object" ? `127.0.0.1:${address?.port}` : "";
  }

  it("knows a server that is down, and names host and port", async () => {
    const port = await freePort();
    expect(await explained({ url: withPassword(`127.0.0.1:${port}/shop`) })).toEqual({
      code: "E_DATABASE_UNREACHABLE",
      message: `the database server cannot be reached (connect ECONNREFUSED 127.0.0.1:${port})`,
      hint: `Nothing listens at 127.0.0.1:${port}. Start the server, or check host and port of the data source.`,
    });
  });

  it("knows a server that is down at several addresses", async () => {
    const port = await freePort();
    const errors = ["::1", "127.0.0.1"].map((address) =>
      Object.assign(new Error(`connect ECONNREFUSED ${address}`), {
        code: "ECONNREFUSED",
        syscall: "connect",
        address,
        port,
      }),
    );
    const error = Object.assign(new AggregateError(errors), { code: "ECONNREFUSED" });
    expect(explain(error)).toMatchObject({
      code: "E_DATABASE_UNREACHABLE",
      hint: expect.stringContaining(`Nothing listens at [::1]:${port}`),
    });
    expect(await explained({ url: withPassword(`localhost:${port}/shop`) })).toMatchObject({
      code: "E_DATABASE_UNREACHABLE",
      hint: expect.stringContaining(String(port)),
    });
  });

  it("knows a socket that is not there", async () => {
    const options = { host: "/nowhere", username: "alice", password, database: "shop" };
    expect(await explained(options)).toMatchObject({
      code: "E_DATABASE_UNREACHABLE",
      hint: expect.stringContaining("/nowhere/.s.PGSQL.5432"),
    });
  });

  it("knows a host that nobody knows", async () => {
    expect(await explained({ url: withPassword("nowhere.invalid/shop") })).toMatchObject({
      code: "E_DATABASE_UNREACHABLE",
      hint: expect.stringContaining("nowhere.invalid"),
    });
  });

  it("knows a server that does not answer", async () => {
    const address = await serve(() => {});
    const options = { url: withPassword(`${address}/shop`), connectTimeoutMS: 50 };
    expect(await explained(options)).toMatchObject({
      code: "E_DATABASE_UNREACHABLE",
      hint: expect.stringContaining("did not answer in time"),
    });
  });

  it("knows a server that hangs up", async () => {
    const address = await serve((socket) => socket.once("data", () => socket.end()));
    expect(await explained({ url: withPassword(`${address}/shop`) })).toMatchObject({
      code: "E_CONNECTION_LOST",
    });
  });

  it("knows a server without TLS", async () => {
    const address = await serve((socket) => socket.once("data", () => socket.write("N")));
    const options = { url: withPassword(`${address}/shop`), ssl: true };
    expect(await explained(options)).toMatchObject({
      code: "E_TLS",
      message: "no encrypted connection could be made (The server does not support SSL connections)",
      hint: expect.stringContaining("Remove `ssl`"),
    });
  });

  it("knows a server whose TLS is none", async () => {
    const address = await serve((socket) => {
      socket.once("data", () =>
        socket.write("S", () => socket.once("data", () => socket.write("not TLS at all"))),
      );
    });
    expect(await explained({ url: withPassword(`${address}/shop`), ssl: true })).toMatchObject({
      code: "E_TLS",
    });
  });

  it.each([
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate", "ssl: { ca }"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain", "ssl: { ca }"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate", "ssl: { ca }"],
    ["CERT_HAS_EXPIRED", "certificate has expired", "another certificate"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "Hostname/IP does not match certificate's altnames", "servername"],
  ])("knows the certificate error %s", (code, message, hint) => {
    expect(explain(Object.assign(new Error(message), { code }))).toMatchObject({
      code: "E_TLS",
      hint: expect.stringContaining(hint),
    });
  });

  it("knows a server that starts", () => {
    const error = Object.assign(new Error("the database system is starting up"), { code: "57P03" });
    expect(explain(error)).toMatchObject({
      code: "E_DATABASE_UNREACHABLE",
      hint: expect.stringContaining("in a while"),
    });
  });
});
