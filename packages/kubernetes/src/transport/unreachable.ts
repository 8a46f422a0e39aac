import { ApiUnreachable } from "@bellwether/core";

const distrust: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "the server's certificate is not signed by the configured CA",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the server's certificate is not signed by the configured CA",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the server's certificate is not signed by the configured CA",
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another host name",
};

const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was reset",
  ENOTFOUND: "the host name does not resolve",
  EAI_AGAIN: "the host name does not resolve at the moment",
  EHOSTUNREACH: "there is no route to the host",
  ENETUNREACH: "there is no route to the network",
  ETIMEDOUT: "the connection timed out",
  UND_ERR_CONNECT_TIMEOUT: "the connection timed out",
  UND_ERR_SOCKET: "the connection was closed",
  UND_ERR_DESTROYED: "the client was closed",
  UND_ERR_CLOSED: "the client was closed",
  ...distrust,
};

const lostConnection = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_INFO"]);

/** `what` names the request, as in "GET /api/v1/pods on https://host". */
export function unreachable(what: string, cause: unknown): ApiUnreachable {
  if (cause instanceof ApiUnreachable) return new ApiUnreachable(`${what}: ${cause.message}`, { cause });
  const reason = causes(cause)
    .map(({ code, message }) => (code === undefined ? message : (meanings[code] ?? message)))
    .findLast((text) => text !== "");
  return new ApiUnreachable(`${what}: ${reason ?? "no answer"}`, { cause });
}

/** The connection broke under a request that the server may have closed just before: worth one more try if it only reads. */
export function isLostConnection(error: unknown): boolean {
  return causes(error).some(({ code }) => code !== undefined && lostConnection.has(code));
}

/** The handshake failed for a certificate: the configured CA may be an old one. */
export function isUntrusted(error: unknown): boolean {
  return causes(error).some(({ code }) => code !== undefined && code in distrust);
}

function causes(error: unknown): readonly { readonly code: string | undefined; readonly message: string }[] {
  if (typeof error === "string") return [{ code: undefined, message: error }];
  if (!(error instanceof Error)) return [];
  const code = (error as { code?: unknown }).code;
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return [{ code: typeof code === "string" ? code : undefined, message: error.message }, ...causes(inner)];
}
