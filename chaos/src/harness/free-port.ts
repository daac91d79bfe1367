import { once } from "node:events";
import { createServer } from "node:net";
import { ChaosError } from "../errors.ts";

/** Below the ports that systems hand out by themselves. */
const first = 21_000;
const last = 31_999;

/**
 * A port that is free now, and that no outgoing connection is given by chance: while the server is down, one to its
 * own port would connect to itself, and keep the server from coming back.
 * @throws ChaosError `no_port`
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = first + Math.floor(Math.random() * (last - first + 1));
    if (await isFree(port)) return port;
  }
  throw new ChaosError("no_port", `no free port found between ${first} and ${last}`);
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    probe.listen(port, "127.0.0.1");
    await once(probe, "listening");
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}
