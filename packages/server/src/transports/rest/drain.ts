import type { IncomingMessage } from "node:http";

const maxDrainedBytes = 64 * 1024 * 1024;
const maxDrainMs = 5000;

/**
 * Reads the rest of a request's body and throws it away, within bounds. An answer that is sent while the sender
 * still writes closes the connection under it, and the sender sees a broken pipe instead of the answer.
 */
export function drain(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    if (request.complete || request.destroyed) return resolve();
    let bytes = 0;
    const count = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxDrainedBytes) done();
    };
    const done = () => {
      clearTimeout(timer);
      request.off("data", count).off("end", done).off("close", done);
      resolve();
    };
    const timer = setTimeout(done, maxDrainMs);
    request.on("data", count).on("end", done).on("close", done).resume();
  });
}
