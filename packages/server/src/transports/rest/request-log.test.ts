import { expect, it } from "vitest";
import { logLines } from "../../testing/log-lines.ts";
import { testServer } from "../../testing/test-server.ts";
import { tokenServer } from "../../testing/token-server.ts";

const info = 30;
const debug = 20;

it("every answer carries its request's id, given or made, and its line in the log does too", async () => {
  const { logger, find } = logLines();
  await using server = await testServer({ logger });
  const given = await server.get("/nowhere", { "x-request-id": "proxy-17" });
  expect(given.headers.get("x-request-id")).toBe("proxy-17");
  expect(await find((line) => line["request_id"] === "proxy-17")).toMatchObject({
    level: info,
    msg: "request",
    method: "GET",
    path: "/nowhere",
    status: 404,
    code: "not_found",
    peer: "127.0.0.1",
  });
  const made = (await server.get("/api/v1/version")).headers.get("x-request-id");
  expect(await find((line) => line["request_id"] === made)).toMatchObject({ level: info, status: 200 });
});

it("a refused request has an id as well: a foreign host, an address that is none", async () => {
  await using server = await testServer();
  const foreign = await server.get("/api/v1/version", { origin: "https://evil.example" });
  expect([foreign.status, foreign.headers.get("x-request-id")]).toEqual([
    403,
    expect.stringMatching(/^[\da-f-]{36}$/),
  ]);
  const malformed = await server.get("/%zz", { "x-request-id": "seen" });
  expect([malformed.status, malformed.headers.get("x-request-id")]).toEqual([400, "seen"]);
});

it("what trainers, pollers and probes ask for all the time is written at debug, and at info if it failed", async () => {
  const { logger, find } = logLines();
  await using server = await testServer({ logger });
  const levelOf = async (answer: Promise<Response>) => {
    const id = (await answer).headers.get("x-request-id");
    return (await find((line) => line["request_id"] === id))["level"];
  };
  expect(await levelOf(server.publish("run", { loss: 1 }))).toBe(debug);
  expect(await levelOf(server.publish("run", "{"))).toBe(info);
  expect(await levelOf(server.get("/api/v1/trainings/run"))).toBe(debug);
  expect(await levelOf(server.get("/api/v1/trainings/other"))).toBe(info);
  expect(await levelOf(server.get("/api/v1/trainings/run/updates"))).toBe(debug);
  expect(await levelOf(server.get("/healthz"))).toBe(debug);
  expect(await levelOf(server.get("/metrics"))).toBe(debug);
});

it("no line holds a header, a query or a body", async () => {
  const { logger, lines, find } = logLines();
  await using server = await testServer({ logger });
  const headers = {
    authorization: "Bearer hush-1",
    cookie: "trainwire_session=hush-2",
    "x-request-id": "secret-test",
  };
  await server.get("/api/v1/trainings?q=hush-3", headers);
  await server.publish("run", '{"loss": "hush-4"}', headers);
  await server.publish("run", "hush-5", headers);
  const { status } = await server.get("/nowhere?token=hush-6", { "x-request-id": "last" });
  expect(status).toBe(404);
  await find((line) => line["request_id"] === "last");
  expect(lines.filter((line) => line["request_id"] === "secret-test")).toHaveLength(3);
  expect(JSON.stringify(lines)).not.toContain("hush");
});

it("behind a trusted proxy a line names whom the proxy speaks for", async () => {
  const { logger, find } = logLines();
  await using server = await tokenServer({ logger, trustProxy: ["127.0.0.1"] });
  await server.get("/nowhere", { "x-forwarded-for": "203.0.113.7", "x-request-id": "far" });
  expect(await find((line) => line["request_id"] === "far")).toMatchObject({ peer: "203.0.113.7" });
});
