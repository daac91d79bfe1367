import { ConformanceError } from "../errors.ts";
import { waitUntilReady } from "./readiness.ts";
import type { Target } from "./target.ts";

/**
 * A server that runs already. Cases that stop or kill their target do not apply to it.
 *
 * @throws ConformanceError `usage` if it is no http(s) URL, `never_ready` if it does not answer in time.
 */
export async function urlTarget(text: string, readyWithinMs: number, signal?: AbortSignal): Promise<Target> {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new ConformanceError("usage", `--server wants a URL such as http://127.0.0.1:8000, not ${text}`);
  }
  await waitUntilReady(url, { withinMs: readyWithinMs, ...(signal && { signal }) });
  return {
    url,
    description: url.href,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
