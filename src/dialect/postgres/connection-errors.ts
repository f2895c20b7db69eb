import type { DriverError, ErrorRule } from "./driver-error.js";
import { quoteIdentifier } from "../standard/sql.js";

/** The first name between double quotes in what the server says, quoted as SQL writes it. */
function namedIn({ message }: DriverError): string | undefined {
  const name = /"([^"]+)"/.exec(message)?.[1];
  return name === undefined ? undefined : quoteIdentifier(name);
}

const unreachable = {
  code: "E_DATABASE_UNREACHABLE",
  meaning: "the database server cannot be reached",
} as const;

const refused = {
  code: "E_DATABASE_REFUSED_LOGIN",
  meaning: "the database server refused the login",
} as const;

const tls = { code: "E_TLS", meaning: "no encrypted connection could be made" } as const;

/** Errors before there is a connection, and of one that ends. */
export const connectionRules: readonly ErrorRule[] = [
  {
    codes: ["ECONNREFUSED", "ENOENT", "EACCES"],
    says: /\bconnect\b|^AggregateError/,
    ...unreachable,
    hint: ({ address }) =>
      `Nothing listens${address === "" ? "" : ` at ${address}`}. Start the server, or check host and port of the data source.`,
  },
  {
    codes: ["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL"],
    ...unreachable,
    hint: ({ address }) =>
      `No address is known for the host${address === "" ? "" : ` ${address}`}. Check the host of the data source.`,
  },
  {
    codes: ["EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN", "ENETDOWN"],
    ...unreachable,
    hint: "Check the host of the data source, the network and its firewalls.",
  },
  {
    says: /connect ETIMEDOUT|timeout expired|timeout exceeded when trying to connect|due to connection timeout/,
    ...unreachable,
    hint: "It did not answer in time. Check host and port of the data source, the network and its firewalls.",
  },
  {
    codes: ["57P03"],
    ...unreachable,
    hint: "The server starts or stops at this moment. Run the command again in a while.",
  },
  {
    codes: ["08P01"],
    says: /query_wait_timeout|cannot connect|server_login_retry|connect failed/,
    ...unreachable,
    hint: "The pooler answers, and the server behind it does not.",
  },
  {
    codes: ["28P01"],
    ...refused,
    hint: "Check the username and the password of the data source.",
  },
  {
    says: /client password must be|no password supplied/,
    ...refused,
    hint: "The server asks for a password. Set the `password` of the data source.",
  },
  {
    codes: ["08P01"],
    says: /no such user|authentication failed|server login failed|login rejected|role "|pg_hba|bouncer config error/,
    ...refused,
    hint: "Check the username and the password of the data source, and that the pooler knows them.",
  },
  {
    codes: ["28000"],
    says: /no encryption|SSL off/,
    ...refused,
    hint: "The server may take encrypted connections only: set `ssl` in the data source. Else pg_hba.conf needs a line.",
  },
  {
    codes: ["28000"],
    ...refused,
    hint: "Check the username and the database of the data source; the server's pg_hba.conf says who may come from where.",
  },
  {
    says: /server does not support SSL connections/,
    ...tls,
    hint: "Remove `ssl` from the data source (and `sslmode` from its URL), or turn TLS on in the server.",
  },
  {
    codes: ["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN"],
    ...tls,
    hint: "The server's certificate is signed by nobody known. Give its authority as `ssl: { ca }` in the data source.",
  },
  {
    codes: [
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "UNABLE_TO_GET_ISSUER_CERT",
      "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
      "CERT_UNTRUSTED",
    ],
    ...tls,
    hint: "Give the authority that signed the server's certificate as `ssl: { ca }` in the data source.",
  },
  {
    codes: ["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "CERT_REVOKED"],
    ...tls,
    hint: "The server needs another certificate; check the clocks, too.",
  },
  {
    codes: ["ERR_TLS_CERT_ALTNAME_INVALID"],
    ...tls,
    hint: "The certificate is for another host. Use the host name that it is for, or set `ssl: { servername }`.",
  },
  {
    says: /error establishing an SSL connection|^Error: [^\n]*(?:SSL routines|tlsv1 alert|wrong version number)/,
    ...tls,
    hint: "Check `ssl` of the data source, and what versions of TLS and which certificates the server takes.",
  },
  {
    codes: ["3D000"],
    code: "E_DATABASE_MISSING",
    meaning: "there is no such database",
    hint: (error) =>
      `Check the \`database\` of the data source, or make it: CREATE DATABASE ${namedIn(error) ?? "…"};`,
  },
  {
    codes: ["08P01"],
    says: /no such database|database "[^\n]*" does not exist/,
    code: "E_DATABASE_MISSING",
    meaning: "there is no such database behind the pooler",
    hint: "Check the `database` of the data source and the pooler's list of databases.",
  },
  {
    codes: ["53300"],
    code: "E_TOO_MANY_CONNECTIONS",
    meaning: "the database server takes no more connections",
    hint: "Close some, or raise max_connections. Aludel needs three at a time.",
  },
  {
    codes: ["08P01"],
    says: /no more connections allowed/,
    code: "E_TOO_MANY_CONNECTIONS",
    meaning: "the pooler takes no more connections",
    hint: "Close some, or raise the pooler's max_client_conn. Aludel needs three at a time.",
  },
  {
    says: /statement pooling mode/,
    code: "E_POOLER",
    meaning: "the pooler allows no transactions",
    hint: "Connect past the pooler, or set its pool_mode to transaction or session.",
  },
  {
    codes: ["25P03", "25P04"],
    code: "E_CONNECTION_LOST",
    meaning: "the server ended the connection because its transaction took too long",
    hint: "What was not committed is undone. Raise that time-out for the role of the data source, and run the command again.",
  },
  {
    codes: [
      "57P01",
      "57P02",
      "57P05",
      "08000",
      "08001",
      "08003",
      "08006",
      "ECONNRESET",
      "EPIPE",
      "ETIMEDOUT",
    ],
    code: "E_CONNECTION_LOST",
    meaning: "the connection to the database was cut",
    hint: "What was not committed is undone by the server. Run the command again: it goes on from where the database is.",
  },
  {
    says: /Connection terminated|connection error and is not queryable|was closed and is not queryable|server conn crashed|^QueryRunnerAlreadyReleasedError/,
    code: "E_CONNECTION_LOST",
    meaning: "the connection to the database was cut",
    hint: "What was not committed is undone by the server. Run the command again: it goes on from where the database is.",
  },
];
