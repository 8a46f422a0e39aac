import { connect } from "node:http2";
import { serveEmptyCluster } from "../kit/session.ts";

/** Serves a cluster, watches it over HTTP/2, and prints the first event. For any runtime. */
const { served } = await serveEmptyCluster();
const session = connect(served.url, { ca: served.caPem });
const stream = session.request({
  ":path": "/api/v1/namespaces?watch=1&fieldSelector=metadata.name%3Ddefault",
  authorization: `Bearer ${served.token}`,
});
const line = await new Promise<string>((resolve) => stream.setEncoding("utf8").once("data", resolve));
const { type, object } = JSON.parse(line) as { type: string; object: { metadata: { name: string } } };
console.log(JSON.stringify({ type, name: object.metadata.name }));
session.destroy();
await served[Symbol.asyncDispose]();
