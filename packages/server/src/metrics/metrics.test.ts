import { describe, expect, it } from "vitest";
import { promtoolObjections, scrape, withoutPromtool } from "../testing/scrape.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { testServer } from "../testing/test-server.ts";
import { refusedHandshake, TestViewer } from "../testing/test-viewer.ts";
import { tokenServer } from "../testing/token-server.ts";

/** What a scrape says of one metric of ours, by its labels. */
async function metric(url: string, name: string): Promise<Record<string, number>> {
  const lines = [...(await scrape(url))].filter(([line]) => line === name || line.startsWith(`${name}{`));
  return Object.fromEntries(
    lines.map(([line, value]) => [line.slice(name.length).replace(/[{}"]/g, ""), value]),
  );
}

describe("the metrics", () => {
  it.skipIf(withoutPromtool)("are what promtool calls clean", async () => {
    await using server = await testServer();
    await server.publish("run", { loss: 1 });
    expect(promtoolObjections(await (await server.get("/metrics")).text())).toBe("");
  });

  it("have a help text each, and names that end as their type demands", async () => {
    await using server = await testServer();
    await server.publish("run", { loss: 1 });
    const answer = await server.get("/metrics");
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const text = await answer.text();
    const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]);
    const helps = [...text.matchAll(/^# HELP (\S+) \S.+$/gm)].map(([, name]) => name);
    expect(helps).toEqual(types.map(([name]) => name));
    expect(types.length).toBeGreaterThan(30);
    for (const [name, type] of types) {
      expect(name).toMatch(/^(trainwire|process|nodejs)_[a-z_0-9]+$/);
      expect(name?.endsWith("_total"), name).toBe(type === "counter");
    }
  });

  it("tell connections by endpoint, subscriptions by phase and deliveries by format", async () => {
    await using server = await testServer();
    await server.publish("run", { loss: 1 });
    await using first = await TestViewer.open(server.wsUrl("/ws"));
    await using second = await TestViewer.open(server.wsUrl("/ws"));
    await using flat = await TestViewer.open(server.wsUrl("/ws/training/run"));
    for (const viewer of [first, second]) {
      viewer.send({ type: "subscribe_training", train_id: "run" });
      await viewer.nextOf("training_update");
    }
    await flat.next((frame) => frame.seq === 1);
    expect(await metric(server.url, "trainwire_connections")).toEqual({
      "endpoint=viewer": 2,
      "endpoint=flat": 1,
    });
    expect(await metric(server.url, "trainwire_subscriptions")).toEqual({
      "phase=live": 3,
      "phase=backlog": 0,
      "phase=lagging": 0,
    });
    const sentBefore = (await metric(server.url, "trainwire_sent_bytes_total"))[""] ?? 0;
    await server.publish("run", [{ loss: 0.5 }, { loss: 0.25 }]);
    for (const viewer of [first, second, flat]) await viewer.next((frame) => frame.seq === 3);
    expect(await metric(server.url, "trainwire_deliveries_total")).toEqual({
      "format=envelope,phase=live": 4,
      "format=envelope,phase=backlog": 0,
      "format=flat,phase=live": 2,
      "format=flat,phase=backlog": 0,
    });
    expect(await metric(server.url, "trainwire_delivery_lag_seconds_count")).toEqual({ "": 1 });
    expect((await metric(server.url, "trainwire_delivery_lag_seconds_sum"))[""]).toBeGreaterThan(0);
    await using late = await TestViewer.open(server.wsUrl("/ws"));
    late.send({ type: "subscribe_training", train_id: "run", after_seq: 0 });
    await late.next((frame) => frame.seq === 3 && frame.type === "training_update");
    expect(await metric(server.url, "trainwire_deliveries_total")).toMatchObject({
      "format=envelope,phase=live": 4,
      "format=envelope,phase=backlog": 3,
    });
    await second[Symbol.asyncDispose]();
    expect((await metric(server.url, "trainwire_sent_bytes_total"))[""]).toBeGreaterThan(sentBefore + 600);
  });

  it("tell how sockets were closed, and which handshakes were refused", async () => {
    await using server = await testServer();
    const viewer = await TestViewer.open(server.wsUrl("/ws"));
    viewer.ws.close(1000);
    await viewer.closed;
    await (await TestViewer.open(server.wsUrl("/ws")))[Symbol.asyncDispose]();
    await refusedHandshake(server.wsUrl("/ws/training/nobody"));
    // The server hears of a viewer that is cut off a little later.
    await expect
      .poll(() => metric(server.url, "trainwire_connections_closed_total"))
      .toEqual({ "code=1000": 1, "code=1006": 1 });
    expect(await metric(server.url, "trainwire_handshakes_refused_total")).toEqual({
      "code=unknown_training": 1,
    });
  });

  it("tell of a viewer that stops reading: what waits for it, that it lags, and that it got the newest", async () => {
    await using server = await testServer({ maxBufferedBytes: 100_000, heartbeatSeconds: 3600 });
    const names = Array.from(
      { length: 500 },
      (_, index) => `${"a-long-name-for-a-metric".repeat(4)}-${index}`,
    );
    await server.publish("run", { metrics: Object.fromEntries(names.map((name, index) => [name, index])) });
    await using slow = await TestViewer.open(server.wsUrl("/ws/training/run"));
    await slow.next((frame) => frame.seq === 1);
    slow.ws.pause();
    const phases = () => metric(server.url, "trainwire_subscriptions");
    const dropped = async () => (await metric(server.url, "trainwire_dropped_to_newest_total"))[""] ?? 0;
    // Flat messages carry all metrics each time; what the system buffers of them is its own affair: a few MB.
    for (let count = 0; count < 500 && (await phases())["phase=lagging"] === 0; count += 1) {
      await server.publish("run", { current_step: count });
    }
    expect(await phases()).toEqual({ "phase=lagging": 1, "phase=live": 0, "phase=backlog": 0 });
    expect(await dropped()).toBeGreaterThan(0);
    expect((await metric(server.url, "trainwire_buffered_bytes"))[""]).toBeGreaterThan(100_000);
    slow.ws.resume();
    await expect.poll(phases).toEqual({ "phase=lagging": 0, "phase=live": 1, "phase=backlog": 0 });
  });

  it("tell ingested records by outcome, commits with their updates, and trainings by status and health", async () => {
    await using server = await testServer();
    await server.publish("run", [
      { loss: 1, producer_id: "p", producer_seq: 1 },
      { loss: 2, producer_id: "p", producer_seq: 1 },
    ]);
    await server.publish("run", [{}, { loss: "high" }, { loss: 3 }]);
    await server.publish("over", { status: "failed" });
    await server.publish("over", { loss: 1 });
    expect(await metric(server.url, "trainwire_ingest_requests_total")).toEqual({ "": 4 });
    expect(await metric(server.url, "trainwire_ingest_records_total")).toEqual({
      "outcome=accepted": 3,
      "outcome=repeated": 1,
      "outcome=rejected": 2,
      "outcome=heartbeat": 1,
    });
    expect(await metric(server.url, "trainwire_commit_updates_sum")).toEqual({ "": 3 });
    expect(await metric(server.url, "trainwire_commit_updates_bucket")).toMatchObject({
      "le=1": 3,
      "le=+Inf": 3,
    });
    expect(await metric(server.url, "trainwire_commit_duration_seconds_count")).toEqual({ "": 3 });
    const trainings = await metric(server.url, "trainwire_trainings");
    expect(Object.entries(trainings).filter(([, count]) => count > 0)).toEqual([
      ["status=running,health=ok", 1],
      ["status=failed,health=ok", 1],
    ]);
    expect(trainings).toMatchObject({ "status=running,health=lost": 0, "status=paused,health=stalled": 0 });
    expect(await metric(server.url, "trainwire_trainings_ended_total")).toMatchObject({ "status=failed": 1 });
    expect((await metric(server.url, "trainwire_storage_bytes"))["file=wal"]).toBeGreaterThan(0);
  });

  it("count every training that is stored, also those that nobody has opened since the start", async () => {
    using folder = temporaryFolder();
    {
      await using server = await testServer({ dataFolder: folder.path });
      await server.publish("paused", [{ loss: 1 }, { status: "paused" }]);
      await server.publish("over", [{ loss: 1 }, { status: "completed" }]);
      await server.publish("deleted", { status: "failed" });
      await fetch(`${server.url}/api/v1/trainings/deleted`, { method: "DELETE" });
    }
    await using server = await testServer({ dataFolder: folder.path });
    const trainings = await metric(server.url, "trainwire_trainings");
    expect(trainings).toMatchObject({ "status=paused,health=ok": 1, "status=completed,health=ok": 1 });
    expect(Object.values(trainings).reduce((sum, count) => sum + count)).toBe(2);
  });

  it("tell requests by route and never by address, and positions that could not be honoured by reason", async () => {
    await using server = await testServer();
    for (const id of ["a", "b", "c"]) await server.get(`/api/v1/trainings/${id}`);
    for (const path of ["/nowhere", "/else/where"]) await server.get(path);
    await server.publish("run", { loss: 1 });
    await using flat = await TestViewer.open(server.wsUrl("/ws/training/run?after_seq=7"));
    await flat.next((frame) => frame.seq === 1);
    expect(await metric(server.url, "trainwire_http_requests_total")).toEqual({
      "method=GET,route=/api/v1/trainings/:id,status=404": 3,
      "method=any,route=unknown,status=404": 2,
      "method=POST,route=/api/v1/trainings/:id/updates,status=200": 1,
    });
    expect(await metric(server.url, "trainwire_resets_total")).toMatchObject({ "reason=past_end": 1 });
  });

  it("need the scope read where tokens are required; health and readiness need none", async () => {
    await using server = await tokenServer();
    const status = async (answer: Promise<Response>) => (await answer).status;
    expect(await status(server.get("/metrics"))).toBe(401);
    expect(await status(server.ask("/metrics", server.tokens.publisher))).toBe(403);
    expect(await status(server.ask("/metrics", server.tokens.reader))).toBe(200);
    for (const path of ["/healthz", "/readyz"]) expect(await status(server.get(path))).toBe(200);
  });
});
