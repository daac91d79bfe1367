import { describe, expect, it } from "vitest";
import { scrape } from "./testing/scrape.ts";
import { type TestServer, testServer } from "./testing/test-server.ts";
import { TestViewer } from "./testing/test-viewer.ts";

const budget = 400_000;
const steps = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ current_step: first + index, loss: 1 / (first + index) }));

const held = async (server: TestServer) => (await scrape(server.url)).get("trainwire_retained_bytes") ?? NaN;

interface Page {
  readonly updates: readonly { readonly seq: number }[];
  readonly first_seq: number;
  readonly seq: number;
  readonly code?: string;
  readonly next_after_seq: number;
}
const pageOf = async (server: TestServer, trainId: string, afterSeq: number) =>
  (await (
    await server.get(`/api/v1/trainings/${trainId}/updates?after_seq=${afterSeq}&limit=50`)
  ).json()) as Page;

/** Reads a log from its beginning, over and over; throws at a hole that it was not told of. */
class Reader {
  expired = 0;
  #stopped = false;

  async run(server: TestServer, trainId: string): Promise<void> {
    for (let after = 0; !this.#stopped; ) {
      const page = await pageOf(server, trainId, after);
      if (page.code === "expired") {
        this.expired += 1;
        after = page.first_seq - 1;
      } else {
        for (const [index, { seq }] of page.updates.entries()) expect(seq).toBe(after + 1 + index);
        after = page.updates.length === 0 ? 0 : page.next_after_seq;
      }
    }
  }

  stop(): void {
    this.#stopped = true;
  }
}

/** Follows from the beginning to the end; returns how often it was told that what it asked for is gone. */
async function follow(viewer: TestViewer, trainId: string): Promise<number> {
  let at = 0;
  let expired = 0;
  viewer.send({ type: "subscribe_training", train_id: trainId, after_seq: 0 });
  for (;;) {
    const frame = await viewer.next(({ type }) => type !== "welcome" && type !== "subscription_confirmed");
    if (frame.type === "training_completed") return expired;
    if (frame.type === "subscription_reset") {
      expect(frame).toMatchObject({ reason: "expired" });
      expired += 1;
    } else {
      if (frame["snapshot"] !== true) expect(frame.seq).toBe(at + 1);
      at = Number(frame.seq);
    }
  }
}

describe("a budget over all trainings", () => {
  it("lets what ended go first, by when it ended, and then the oldest of the rest; each end is kept", async () => {
    await using server = await testServer({ retainTotalBytes: budget });
    for (const id of ["first", "second", "third"]) {
      await server.publish(id, [...steps(1, 300), { status: "completed" }]);
    }
    await server.publish("runs", steps(1, 200));
    expect(await held(server)).toBeLessThan(budget);
    await server.publish("runs", steps(201, 1100));
    await expect.poll(() => held(server), { timeout: 15_000 }).toBeLessThanOrEqual(budget);
    const firsts = await Promise.all(
      ["first", "second", "third", "runs"].map(async (id) => (await pageOf(server, id, 301)).first_seq),
    );
    expect(firsts[0]).toBe(301);
    expect(firsts[1]).toBeGreaterThan(1);
    expect(firsts.slice(2)).toEqual([1, 1]);
    await server.publish("runs", steps(1301, 3000));
    await expect.poll(() => held(server), { timeout: 15_000 }).toBeLessThanOrEqual(budget);
    for (const id of ["first", "second", "third"]) {
      expect(await pageOf(server, id, 300)).toMatchObject({ first_seq: 301, updates: [{ seq: 301 }] });
      expect(await (await server.get(`/api/v1/trainings/${id}`)).json()).toMatchObject({
        complete: true,
        current_step: 300,
      });
    }
    expect((await pageOf(server, "runs", 4300)).first_seq).toBeGreaterThan(1000);
  });

  it("holds while trainers go on; whoever reads or follows meanwhile is told of each hole", async () => {
    await using server = await testServer({ retainTotalBytes: budget });
    const batch = 100;
    await using live = await TestViewer.open(server.wsUrl("/ws"));
    await using late = await TestViewer.open(server.wsUrl("/ws"));
    await server.publish("a", steps(1, batch));
    const following = follow(live, "a");
    const reader = new Reader();
    const reading = reader.run(server, "a");
    for (let first = batch + 1; reader.expired < 4; first += batch) {
      const answers = await Promise.all(["a", "b"].map((id) => server.publish(id, steps(first, batch))));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    }
    await server.publish("a", { status: "completed" });
    // A live viewer misses nothing, however much goes behind it.
    expect(await following).toBe(0);
    reader.stop();
    await reading;
    await expect.poll(() => held(server), { timeout: 15_000 }).toBeLessThanOrEqual(budget);
    expect(await follow(late, "a")).toBe(1);
  }, 30_000);
});
