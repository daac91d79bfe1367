import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A request that the fake daemon received. */
export interface DaemonRequest {
  readonly line: string;
  readonly body: Record<string, unknown>;
}

/** A Docker daemon that has every image and no GPU, and notes what it is asked for. */
export interface FakeDocker extends AsyncDisposable {
  /** For the variable DOCKER_HOST. */
  readonly host: string;
  readonly requests: readonly DaemonRequest[];
}

/** Containers that it lists as left over, by the name of their run. */
export type LeftOvers = Readonly<Record<string, string>>;

const noGpu = 'could not select device driver "" with capabilities: [[gpu]]';

/** Starts one on a socket of its own. */
export async function startFakeDocker(label: string, leftOvers: LeftOvers = {}): Promise<FakeDocker> {
  const folder = await mkdtemp(join(tmpdir(), "fake-docker-"));
  const socket = join(folder, "docker.sock");
  const requests: DaemonRequest[] = [];
  const listed = Object.entries(leftOvers).map(([Id, name]) => ({ Id, Labels: { [label]: name } }));
  const http = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const line = `${incoming.method} ${(incoming.url ?? "").replace(/^\/v[\d.]+/, "")}`;
      requests.push({ line, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) });
      const { status, body } = answer(line, listed);
      outgoing.writeHead(status, { "content-type": "application/json" });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  });
  http.listen(socket);
  await once(http, "listening");
  return {
    host: `unix://${socket}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      http.close();
      http.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}

function answer(line: string, listed: readonly unknown[]): { status: number; body?: unknown } {
  if (line.startsWith("GET /info"))
    return { status: 200, body: { OperatingSystem: "fake", OSType: "linux" } };
  if (/^GET \/images\/.*\/json/.test(line)) return { status: 200, body: { Id: "sha256:1" } };
  if (line.startsWith("GET /containers/json")) return { status: 200, body: listed };
  if (/^POST \/containers\/create\b/.test(line))
    return { status: 201, body: { Id: "created", Warnings: [] } };
  if (/^POST \/containers\/[^/]+\/start/.test(line)) return { status: 500, body: { message: noGpu } };
  if (line.startsWith("DELETE /containers/")) return { status: 204 };
  return { status: 404, body: { message: `the fake daemon does not know ${line}` } };
}
