import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { testServer } from "../testing/test-server.ts";
import { boundUnreadAnswers } from "../transports/rest/unread-answers.ts";

/** More than the buffers of the system take. */
const bigBytes = 24 * 1024 * 1024;

/** A server of one answer, and a connection to it that has asked and does not read yet. */
async function asked(options: { stallMs: number; answer: () => Promise<string>; requests?: number }) {
  const app = fastify();
  boundUnreadAnswers(app, options.stallMs);
  app.setErrorHandler((_error, _request, reply) => reply.code(429).send("refused"));
  app.get("/", options.answer);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const accepted = once(app.server, "connection");
  const reader = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  reader.on("error", () => undefined);
  reader.pause();
  reader.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(options.requests ?? 1));
  onTestFinished(async () => {
    reader.destroy();
    app.server.closeAllConnections();
    await app.close();
  });
  const [connection] = (await accepted) as [Socket];
  return { reader, connection };
}

const big = async () => "x".repeat(bigBytes);

it("an answer that nobody reads is cut, and held no longer", async () => {
  const { connection } = await asked({ stallMs: 100, answer: big });
  await once(connection, "close");
  expect(connection.bytesWritten).toBeGreaterThan(bigBytes);
});

it("an answer that is read slowly arrives whole, though it takes many times as long", async () => {
  const { reader, connection } = await asked({ stallMs: 300, answer: big });
  let received = 0;
  const beganMs = performance.now();
  const turn = setInterval(() => reader.resume(), 20);
  onTestFinished(() => clearInterval(turn));
  let taken = 0;
  await new Promise<void>((resolve, reject) => {
    connection.once("close", () => reject(new Error(`cut after ${received} bytes`)));
    reader.on("data", (chunk: Buffer) => {
      received += chunk.length;
      taken += chunk.length;
      if (taken > bigBytes / 60) {
        taken = 0;
        reader.pause();
      }
      if (received > bigBytes) resolve();
    });
  });
  expect(performance.now() - beganMs).toBeGreaterThan(900);
});

it("answers that wait behind one another on a connection are few: it is refused to ask on and on", async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = 0;
  const { reader } = await asked({
    stallMs: 1000,
    requests: 40,
    answer: async () => {
      begun += 1;
      if (begun === 16) setImmediate(release);
      await gate;
      return "fine";
    },
  });
  let text = "";
  reader.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  reader.resume();
  await once(reader, "close");
  expect(text.match(/HTTP\/1.1 \d+/g)).toEqual([...Array(16).fill("HTTP/1.1 200"), "HTTP/1.1 429"]);
  expect(begun).toBe(16);
});

it("a page of updates ends after a mebibyte or so, and the next one goes on after it", async () => {
  await using server = await testServer();
  const metrics = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`m${"p".repeat(60)}${at}`, at]));
  const lines = Array.from({ length: 1500 }, (_, index) => JSON.stringify({ loss: index, metrics }));
  const published = await server.publish("run", lines.join("\n"), { "content-type": "application/x-ndjson" });
  expect(published.status).toBe(200);
  const seqs: number[] = [];
  for (let after = 0, isLast = false; !isLast; ) {
    const answer = await server.get(`/api/v1/trainings/run/updates?limit=5000&after_seq=${after}`);
    const text = await answer.text();
    expect(text.length).toBeLessThan(1.1 * 1024 * 1024);
    const page = JSON.parse(text) as { updates: { seq: number }[]; next_after_seq: number };
    seqs.push(...page.updates.map(({ seq }) => seq));
    isLast = page.updates.length === 0;
    after = page.next_after_seq;
  }
  expect(seqs).toEqual(lines.map((_line, index) => index + 1));
});
