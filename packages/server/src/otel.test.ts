import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { temporaryFolder } from "./testing/temporary-folder.ts";

interface Span {
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}

interface ExportRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Span["attributes"] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

/** As much of an OTLP/HTTP receiver as is needed to keep what it is sent. */
async function otlpReceiver() {
  const requests: ExportRequest[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.url === "/v1/traces") requests.push(JSON.parse(body) as ExportRequest);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    resources: () => requests.flatMap(({ resourceSpans }) => resourceSpans),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function startTraced(folder: string, env: Record<string, string>) {
  const args = ["--import", "./src/otel.ts", "src/main.ts", "--port", "0", "--data", folder];
  return spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function urlOf(server: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<string> {
  const [line] = (await once(createInterface(server.stdout), "line")) as [string];
  return line.replace("Trainwire is listening on ", "");
}

it("a span of each request arrives, with its route and its id, by the time that the server has stopped", async () => {
  using folder = temporaryFolder();
  await using receiver = await otlpReceiver();
  const server = startTraced(folder.path, {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
  });
  const exited = once(server, "exit");
  const url = await urlOf(server);
  await fetch(`${url}/api/v1/trainings/run/updates`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-request-id": "from-a-trainer" },
    body: '{"loss":1}',
  });
  await fetch(`${url}/healthz`);
  server.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
  const [resource] = receiver.resources();
  expect(resource?.resource.attributes).toContainEqual({
    key: "service.name",
    value: { stringValue: "trainwire-server" },
  });
  const spans = receiver.resources().flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  expect(spans.map((span) => span.name)).toEqual(["POST /api/v1/trainings/:id/updates"]);
  for (const [key, stringValue] of [
    ["trainwire.request_id", "from-a-trainer"],
    ["http.route", "/api/v1/trainings/:id/updates"],
  ]) {
    expect(spans[0]?.attributes).toContainEqual({ key, value: { stringValue } });
  }
});

it("without an address to send them to the server runs untraced", async () => {
  using folder = temporaryFolder();
  const server = startTraced(folder.path, { OTEL_EXPORTER_OTLP_ENDPOINT: "" });
  const exited = once(server, "exit");
  const answer = await fetch(`${await urlOf(server)}/api/v1/version`);
  expect(answer.status).toBe(200);
  server.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
});

it("where the packages are missing the server does not start, and says which they are", async () => {
  using folder = temporaryFolder();
  const copy = join(folder.path, "otel.ts");
  copyFileSync("src/otel.ts", copy);
  const server = spawn(process.execPath, ["--import", copy, "--eval", "console.log('started')"], {
    env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, exit] = await Promise.all([
    text(server.stdout),
    text(server.stderr),
    once(server, "exit"),
  ]);
  expect([stdout, exit]).toEqual(["", [1, null]]);
  expect(stderr).toContain("@opentelemetry/sdk-node");
});
