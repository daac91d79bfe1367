import { type TrainwireClient, TrainwireClientError } from "@trainwire/client";
import type { LogsPage } from "@trainwire/protocol";
import { expect, test, vi } from "vitest";
import { LogTail } from "./log-tail.ts";

/** A client whose log has these pages, one after another; an error is thrown in its place. */
function clientWith(pages: readonly (Partial<LogsPage> | Error)[]) {
  const waiting = [...pages];
  const logs = vi.fn<TrainwireClient["logs"]>(async (_trainId, { after = 0 } = {}) => {
    const page = waiting.shift();
    if (page instanceof Error) throw page;
    const text = page?.text ?? "";
    return {
      attempt: 1,
      from: after,
      text,
      next_after: after + text.length,
      ended: page === undefined,
      ...page,
    };
  });
  return { logs } as unknown as TrainwireClient & { logs: typeof logs };
}

/** The snapshot once it fits. */
async function until(tail: LogTail, fits: (tail: LogTail) => boolean) {
  await vi.waitFor(() => expect(fits(tail)).toBe(true));
  return tail.get();
}

test("a log is read on from where each answer ended, until the attempt has", async () => {
  const client = clientWith([{ text: "one\n" }, { text: "two\n" }]);
  const tail = new LogTail(client, "run", 1);
  const stop = tail.subscribe(() => undefined);
  expect(await until(tail, () => tail.get().ended)).toMatchObject({ text: "one\ntwo\n", isCut: false });
  expect(client.logs.mock.calls.map(([, request]) => request?.after)).toEqual([undefined, 4, 8]);
  stop();
});

test("a log whose beginning is not there says so, and is kept short", async () => {
  const tail = new LogTail(
    clientWith([{ from: 500, text: "x".repeat(150_000) }, { text: "y".repeat(150_000) }]),
    "run",
    1,
  );
  const stop = tail.subscribe(() => undefined);
  const { text, isCut } = await until(tail, () => tail.get().ended);
  expect([text.length, text.at(-1), isCut]).toEqual([200_000, "y", true]);
  stop();
});

test("a training that the server did not start has no log, and is not asked for again", async () => {
  const refused = new TrainwireClientError("refused", { message: "no log", wireCode: "not_found" });
  const client = clientWith([refused]);
  const tail = new LogTail(client, "run", 1);
  const stop = tail.subscribe(() => undefined);
  await until(tail, () => tail.get().isAbsent);
  expect(client.logs).toHaveBeenCalledTimes(1);
  stop();
});
