import { subscribe } from "node:diagnostics_channel";
import type { ClientHttp2Stream } from "node:http2";

interface CreatedStream {
  readonly stream: ClientHttp2Stream;
  readonly headers: Readonly<Record<string, unknown>>;
}

let isListening = false;

/**
 * Ends the streams that Node makes of answers to calls that were cut off. Node 24 takes such an answer for a new stream, which
 * nobody knows; when the connection is lost, its `error` event would end the process. A promised stream has a method, an answer none.
 * Where the channel does not exist, nothing is listened to.
 */
export function endLateAnswers(): void {
  if (isListening) return;
  isListening = true;
  subscribe("http2.client.stream.created", (message) => {
    const { stream, headers } = message as CreatedStream;
    if (headers[":method"] !== undefined) return;
    stream.on("error", () => undefined);
    stream.destroy();
  });
}
