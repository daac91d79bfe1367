import { createHash, randomFillSync } from "node:crypto";
import { createReadStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { Downloader } from "../actors/downloader.ts";
import { becomesSo } from "../harness/deadline.ts";
import { Dice } from "../harness/dice.ts";
import { send } from "../harness/http.ts";
import { ServerProcess } from "../harness/server-process.ts";
import { TcpProxy } from "../harness/tcp-proxy.ts";
import type { Finding } from "../history/history.ts";
import { percentile } from "./percentile.ts";
import type { ProofResult, Say } from "./proof.ts";

/** How the proof is carried out. */
export interface ArtifactOptions {
  readonly seed: number;
  /** Size of the artifact. */
  readonly mebibytes: number;
  readonly say: Say;
}

const mebibyte = 1024 * 1024;
const maxRiseBytes = 64 * mebibyte;
const trainId = "artifact";
const name = "model.safetensors";
/** Cuts of the connection, and then one kill of the program that downloads. */
const cuts = 3;
/** What sockets, pipes and the proxy may hold of what is lost by a cut. */
const maxLostBytes = 32 * mebibyte;
const sampleMs = 20;
const settleMs = 600_000;

/**
 * A large artifact is downloaded while its connection is cut again and again, and its downloader killed: it goes on where
 * it stood, its hash is right in the end, and the server's memory stays where it was.
 */
export async function proveArtifact({ seed, mebibytes, say }: ArtifactOptions): Promise<ProofResult> {
  await using server = await ServerProcess.start();
  await using proxy = await TcpProxy.open(server.port);
  using to = scratch();
  const artifacts = join(server.dataFolder, "runs", trainId, "artifacts");
  mkdirSync(artifacts, { recursive: true });
  await publishOne(server.url);
  const small = join(to.path, "small");
  await writeArtifact(join(artifacts, "warm.bin"), 16);
  await new Downloader(server.url, trainId, small).finish();
  const sha256 = await writeArtifact(join(artifacts, name), mebibytes);
  rmSync(join(artifacts, "warm.bin"));
  const watch = new Watch(server);
  const before = watch.peakRssBytes;
  say(`${mebibytes} MiB written; the server has ${toMebibytes(before)} MiB`);
  const target = join(to.path, "large");
  const failure = await downloadCutOff({
    proxy,
    target,
    bytes: mebibytes * mebibyte,
    dice: new Dice(seed),
    say,
  });
  const latencies = await watch.end();
  const riseBytes = watch.peakRssBytes - before;
  const arrived = failure === undefined ? await sha256Of(join(target, name)) : "nothing";
  const facts = {
    mebibytes,
    cuts: cuts + 1,
    transferred_mib: toMebibytes(proxy.passedBytes),
    memory_mib_before: toMebibytes(before),
    memory_mib_at_most: toMebibytes(watch.peakRssBytes),
    memory_mib_rise: toMebibytes(riseBytes),
    memory_mib_rise_allowed: toMebibytes(maxRiseBytes),
    other_requests_meanwhile: latencies.length,
    other_requests_p50_ms: percentile(latencies, 50).toFixed(1),
    other_requests_p99_ms: percentile(latencies, 99).toFixed(1),
    other_requests_max_ms: Math.max(...latencies).toFixed(1),
    sha256,
  };
  const transferred = proxy.passedBytes - mebibytes * mebibyte;
  const findings = judgeDownload({
    failure,
    isWhole: arrived === sha256,
    riseBytes,
    repeatedBytes: transferred,
  });
  return { proof: "artifact", seed, findings, facts };
}

function judgeDownload(seen: {
  readonly failure: string | undefined;
  readonly isWhole: boolean;
  readonly riseBytes: number;
  readonly repeatedBytes: number;
}): Finding[] {
  const findings: Finding[] = [];
  if (seen.failure !== undefined) findings.push({ code: "lost", who: "downloader", what: seen.failure });
  else if (!seen.isWhole) findings.push({ code: "lost", who: "downloader", what: "the hash is another" });
  if (seen.riseBytes >= maxRiseBytes) {
    findings.push({ code: "memory", who: "server", what: `rose by ${toMebibytes(seen.riseBytes)} MiB` });
  }
  if (seen.repeatedBytes > (cuts + 1) * maxLostBytes) {
    const what = `${toMebibytes(seen.repeatedBytes)} MiB were sent again: it did not go on where it stood`;
    findings.push({ code: "repeated", who: "downloader", what });
  }
  return findings;
}

/** Downloads through cuts at random points, and one kill; what is wrong if it does not end well. */
async function downloadCutOff({
  proxy,
  target,
  bytes,
  dice,
  say,
}: {
  readonly proxy: TcpProxy;
  readonly target: string;
  readonly bytes: number;
  readonly dice: Dice;
  readonly say: Say;
}): Promise<string | undefined> {
  let downloader = new Downloader(proxy.url, trainId, target);
  const reaches = (share: number) =>
    becomesSo(() => !downloader.isRunning || downloader.bytes >= share * bytes, settleMs);
  for (let cut = 1; cut <= cuts + 1; cut += 1) {
    await reaches((cut - dice.int(30, 70) / 100) / (cuts + 1));
    if (!downloader.isRunning) return `it ended before it was cut: ${await downloader.finish()}`;
    say(`${cut <= cuts ? "cut off" : "killed"} at ${toMebibytes(downloader.bytes)} MiB`);
    if (cut <= cuts) {
      proxy.freeze();
      proxy.cutFrozen();
      continue;
    }
    await downloader.kill();
    downloader = new Downloader(proxy.url, trainId, target);
  }
  return downloader.finish();
}

/** Watches a server's memory, and how long it takes to answer others. */
class Watch {
  peakRssBytes: number;
  readonly #server: ServerProcess;
  readonly #ended: Promise<readonly number[]>;
  #stopped = false;

  constructor(server: ServerProcess) {
    this.#server = server;
    this.peakRssBytes = server.rssBytes();
    this.#ended = this.#run();
  }

  /** Ends it; the latencies in milliseconds. */
  end(): Promise<readonly number[]> {
    this.#stopped = true;
    return this.#ended;
  }

  async #run(): Promise<readonly number[]> {
    const latencies: number[] = [];
    while (!this.#stopped) {
      const beganMs = performance.now();
      await send(`${this.#server.url}/api/v1/trainings/${trainId}`);
      latencies.push(performance.now() - beganMs);
      this.peakRssBytes = Math.max(this.peakRssBytes, this.#server.rssBytes());
      await pause(sampleMs);
    }
    return latencies;
  }
}

async function publishOne(url: string): Promise<void> {
  const body = JSON.stringify({ loss: 1 });
  const headers = { "content-type": "application/json" };
  await send(`${url}/api/v1/trainings/${trainId}/updates`, { method: "POST", headers, body });
}

/** Writes random bytes; their SHA-256. */
async function writeArtifact(path: string, mebibytes: number): Promise<string> {
  const hash = createHash("sha256");
  const block = randomFillSync(Buffer.alloc(mebibyte));
  await using file = await open(path, "w");
  for (let index = 0; index < mebibytes; index += 1) {
    block.writeUInt32LE(index);
    hash.update(block);
    await file.appendFile(block);
  }
  return hash.digest("hex");
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: mebibyte }), hash);
  return hash.digest("hex");
}

function scratch(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "trainwire-chaos-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

function toMebibytes(bytes: number): string {
  return (bytes / mebibyte).toFixed(1);
}
