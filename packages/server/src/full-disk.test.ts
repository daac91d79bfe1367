import { expect, it, vi } from "vitest";
import { openDatabase } from "./storage/sqlite/database.ts";
import { canLimitFiles, limitedServer } from "./testing/limited-server.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { TestViewer } from "./testing/test-viewer.ts";

const recordsPerRequest = 200;

/** The records of one request, some 40 kB, as a trainer sends them again until they are acknowledged. */
const request = (number: number) =>
  Array.from({ length: recordsPerRequest }, (_, index) => ({
    current_step: number * recordsPerRequest + index,
    phase: "x".repeat(60),
    producer_id: "p",
    producer_seq: number * recordsPerRequest + index,
  }));

/** Publishes until a request is refused; returns its number and the refusal. */
async function publishUntilFull(publish: (trainId: string, body: unknown) => Promise<Response>) {
  for (let number = 0; ; number += 1) {
    const answer = await publish("run", request(number));
    if (!answer.ok) return { number, status: answer.status, body: await answer.json() };
  }
}

if (!canLimitFiles) {
  process.stderr.write(
    "full-disk.test.ts: skipped, as files can be limited with prlimit alone, which Linux has\n",
  );
}

it.skipIf(!canLimitFiles)(
  "a full disk is an error to trainers, stops no reader, and is over once there is room",
  async () => {
    using folder = temporaryFolder();
    {
      await using server = await limitedServer(folder.path, 3 * 1024 * 1024);
      const { number, status, body } = await publishUntilFull(server.publish);
      expect([status, body]).toMatchObject([503, { code: "storage_unavailable" }]);
      const head = number * recordsPerRequest;
      expect(head).toBeGreaterThan(0);
      expect((await server.get("/readyz")).status).toBe(503);
      await using viewer = await TestViewer.open(server.wsUrl("/ws"));
      viewer.send({ type: "subscribe_training", train_id: "run", after_seq: head - 1 });
      expect(await viewer.nextOf("training_update")).toMatchObject({ seq: head });
      const page = await server.get(`/api/v1/trainings/run/updates?after_seq=${head - 3}`);
      expect(await page.json()).toMatchObject({ next_after_seq: head });

      server.makeRoom();
      const repeated = await server.publish("run", [...request(number - 1), ...request(number)]);
      const taken = {
        accepted: recordsPerRequest,
        repeated: recordsPerRequest,
        seq: head + recordsPerRequest,
      };
      expect(await repeated.json()).toMatchObject(taken);
      expect(await viewer.nextOf("training_update")).toMatchObject({ seq: head + 1 });
      await vi.waitFor(async () => expect((await server.get("/readyz")).status).toBe(200));
    }
    const database = openDatabase(folder.path);
    expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(database.prepare("SELECT count(*) = max(seq) AS dense FROM updates").get()).toEqual({ dense: 1 });
    database.close();
  },
);
