import { expect, test } from "vitest";
import { FakeLog } from "../testing/fake-log.ts";
import { collect, seqsOf } from "../testing/watching.ts";
import { Journal } from "./journal.ts";

test("a base that comes late is carried on over what was received after it", () => {
  const log = new FakeLog("t", "s");
  log.append({ eval_loss: 9 });
  const base = log.snapshot();
  const updates = [log.append({ loss: 2 }), log.append({ loss: 1 })];
  const journal = new Journal("t");
  journal.take({ type: "release", updates }, "s");
  expect(journal.state).toMatchObject({ seq: 3, loss: 1, eval_loss: null });
  journal.take({ type: "base", update: base }, "s");
  expect(journal.state).toMatchObject({ seq: 3, loss: 1, eval_loss: 9 });
});

test("an iterator in mid-way reads on after a restart, a new one begins there", async () => {
  const log = new FakeLog("t", "s");
  const journal = new Journal("t");
  journal.take({ type: "release", updates: [log.append({ loss: 3 }), log.append({ loss: 2 })] }, "s");
  const early = journal.read();
  await early.next();
  const before = journal.updates;
  journal.take({ type: "restart" }, "anew");
  journal.take({ type: "release", updates: [new FakeLog("t", "anew").append({ loss: 1 })] }, "anew");
  journal.take({ type: "ended" }, "anew");
  const rest = await collect(early);
  expect(seqsOf(rest)).toEqual([2, 1]);
  expect(seqsOf(await collect(journal.read()))).toEqual([1]);
  expect(journal.updates).not.toBe(before);
});
