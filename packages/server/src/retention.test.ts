import { describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { type TestServer, testServer } from "./testing/test-server.ts";
import { TestViewer } from "./testing/test-viewer.ts";

const post = (body: unknown) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

const steps = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => ({
    current_step: first + index,
    producer_id: "p",
    producer_seq: first + index,
  }));

/** Waits until retention has reached so far. */
const trimmedTo = (server: TestServer, firstSeq: number) =>
  vi.waitFor(
    async () => {
      const page = await (await server.get("/api/v1/trainings/run/updates?after_seq=40")).json();
      expect(page).toMatchObject({ first_seq: firstSeq });
    },
    { timeout: 10_000, interval: 50 },
  );

describe("retention", () => {
  it("trims what a registered training lets go; resuming from before it is told so", async () => {
    await using server = await testServer();
    await fetch(`${server.url}/api/v1/trainings`, post({ train_id: "run", retention: { updates: 10 } }));
    await server.publish("run", steps(1, 40));
    await trimmedTo(server, 31);
    const expired = await server.get("/api/v1/trainings/run/updates?after_seq=29");
    expect([expired.status, await expired.json()]).toMatchObject([
      409,
      { code: "expired", first_seq: 31, seq: 40 },
    ]);
    const page = await (await server.get("/api/v1/trainings/run/updates?after_seq=30")).json();
    expect(page).toMatchObject({ next_after_seq: 40 });
    await using viewer = await TestViewer.open(server.wsUrl("/ws"));
    viewer.send({ type: "subscribe_training", train_id: "run", after_seq: 3 });
    expect(await viewer.nextOf("subscription_reset")).toMatchObject({ reason: "expired", first_seq: 31 });
    expect(await viewer.nextOf("training_update")).toMatchObject({ snapshot: true, seq: 40 });
    await using flat = await TestViewer.open(server.wsUrl("/ws/training/run?after_seq=3"));
    expect(await flat.next(() => true)).toMatchObject({ seq: 40, current_step: 40 });
    const repeat = await (await server.publish("run", steps(1, 40))).json();
    expect(repeat).toMatchObject({ accepted: 0, repeated: 40, seq: 40 });
  });

  it("holds the server's own limits beside the training's, also for those that ended long ago", async () => {
    using folder = temporaryFolder();
    {
      await using server = await testServer({ dataFolder: folder.path });
      await server.publish("run", [...steps(1, 39), { status: "completed" }]);
    }
    await using server = await testServer({ dataFolder: folder.path, retention: { updates: 5 } });
    await trimmedTo(server, 36);
    expect(await (await server.get("/api/v1/trainings/run")).json()).toMatchObject({
      complete: true,
      current_step: 39,
    });
  });

  it("follows a change of a training's own retention", async () => {
    await using server = await testServer();
    await server.publish("run", steps(1, 40));
    const patch = { ...post({ retention: { bytes: 1 } }), method: "PATCH" };
    expect((await fetch(`${server.url}/api/v1/trainings/run`, patch)).status).toBe(200);
    await trimmedTo(server, 40);
  });
});

describe("changing and deleting a training", () => {
  const send = (server: TestServer, method: string, query = "", body?: unknown) =>
    fetch(`${server.url}/api/v1/trainings/run${query}`, {
      method,
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });

  it("changes what the body names, and the list hears of it", async () => {
    await using server = await testServer();
    await server.publish("run", { loss: 1 });
    await using viewer = await TestViewer.open(server.wsUrl("/ws"));
    viewer.send({ type: "subscribe_trainings" });
    await viewer.nextOf("trainings_update");
    const before = await server.get("/api/v1/trainings/run");
    await send(server, "PATCH", "", { name: "first", tags: ["a"], notes: "n" });
    const answer = await send(server, "PATCH", "", { name: null, retention: { days: 3 } });
    const shown = { name: null, tags: ["a"], notes: "n", retention: { days: 3 }, loss: 1 };
    expect(await answer.json()).toMatchObject(shown);
    expect(answer.headers.get("etag")).not.toBe(before.headers.get("etag"));
    expect(await (await server.get("/api/v1/trainings/run")).json()).toMatchObject(shown);
    const told = await viewer.nextOf("trainings_update");
    expect(told).toMatchObject({ trainings: [{ tags: ["a"] }] });
    expect(JSON.stringify(told)).not.toContain("notes");
    expect((await send(server, "PATCH", "", { tags: 3 })).status).toBe(400);
    expect((await send(server, "PATCH", "", { retention: { updates: 0 } })).status).toBe(400);
  });

  it("deletes it for good: viewers, pollers and the list are told, and its id is not used again", async () => {
    await using server = await testServer();
    await server.publish("run", { loss: 1 });
    await using viewer = await TestViewer.open(server.wsUrl("/ws"));
    viewer.send({ type: "subscribe_trainings" });
    viewer.send({ type: "subscribe_training", train_id: "run" });
    await viewer.nextOf("training_update");
    await using flat = await TestViewer.open(server.wsUrl("/ws/training/run"));
    await flat.next(() => true);
    const poll = server.get("/api/v1/trainings/run/updates?after_seq=1&wait_seconds=30");
    expect((await send(server, "DELETE")).status).toBe(409);
    expect((await send(server, "DELETE", "?force=true")).status).toBe(204);
    expect(await viewer.nextOf("error")).toMatchObject({ code: "training_deleted", train_id: "run" });
    expect(await viewer.next((frame) => Array.isArray(frame["removed"]))).toMatchObject({ removed: ["run"] });
    expect(await flat.closed).toEqual({ code: 4410, reason: "training_deleted" });
    const gone = async (request: Promise<Response>) => {
      const answer = await request;
      expect([answer.status, await answer.json()]).toMatchObject([410, { code: "training_deleted" }]);
    };
    await gone(poll);
    await gone(server.get("/api/v1/trainings/run"));
    await gone(server.publish("run", { loss: 2 }));
    await gone(send(server, "PATCH", "", { name: "x" }));
    await gone(send(server, "DELETE"));
    await gone(fetch(`${server.url}/api/v1/trainings`, post({ train_id: "run" })));
    expect(await (await server.get("/api/v1/trainings")).json()).toEqual({ trainings: [] });
    viewer.send({ type: "subscribe_training", train_id: "run" });
    expect(await viewer.nextOf("error")).toMatchObject({ code: "training_deleted" });
  });
});
