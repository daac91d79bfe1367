import { once } from "node:events";
import { expect, it } from "vitest";
import { WebSocket } from "ws";
import { logLines } from "../../testing/log-lines.ts";
import { testServer } from "../../testing/test-server.ts";

it("a socket writes a line when it opens and one when it closes, under one id, which its handshake is told", async () => {
  const { logger, find } = logLines();
  await using server = await testServer({ logger });
  await server.publish("run", { loss: 1 });
  const ws = new WebSocket(server.wsUrl("/ws/training/run"), { headers: { "x-request-id": "viewer-7" } });
  const message = once(ws, "message");
  const [response] = (await once(ws, "upgrade")) as [{ headers: Record<string, string> }];
  expect(response.headers["x-request-id"]).toBe("viewer-7");
  const facts = { request_id: "viewer-7", endpoint: "flat", train_id: "run", level: 30 };
  expect(await find((line) => line["msg"] === "socket opened")).toMatchObject({
    ...facts,
    peer: "127.0.0.1",
  });
  await message;
  ws.close(1000);
  expect(await find((line) => line["msg"] === "socket closed")).toMatchObject({
    ...facts,
    code: 1000,
    messages: 1,
    seconds: expect.any(Number),
    bytes: expect.any(Number),
  });
});

it("a refused handshake writes why, and no line holds what it offered", async () => {
  const { logger, lines, find } = logLines();
  await using server = await testServer({ logger });
  const ws = new WebSocket(server.wsUrl("/ws/training/nobody?token=hush-1"), ["trainwire.v1", "hush-2"], {
    headers: { cookie: "trainwire_session=hush-3", authorization: "Bearer hush-4" },
  });
  ws.on("error", () => undefined);
  const [, response] = (await once(ws, "unexpected-response")) as [
    unknown,
    { headers: Record<string, string>; statusCode: number },
  ];
  expect(response.statusCode).toBe(404);
  expect(await find((line) => line["msg"] === "socket refused")).toMatchObject({
    request_id: response.headers["x-request-id"],
    code: "unknown_training",
    status: 404,
  });
  ws.terminate();
  expect(JSON.stringify(lines)).not.toContain("hush");
});
