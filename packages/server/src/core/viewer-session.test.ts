import { expect, it, vi } from "vitest";
import { FakeSocket } from "../testing/fake-socket.ts";
import { MemoryLog } from "../testing/memory-log.ts";
import { Channels } from "./channels.ts";
import { Counters } from "./counters.ts";
import { runsFormat } from "./format.ts";
import type { ListFeed } from "./list-feed.ts";
import { Slices } from "./slices.ts";
import type { Trainings } from "./trainings.ts";
import { ViewerSession } from "./viewer-session.ts";

const context = {
  log: new MemoryLog(),
  trainings: {} as Trainings,
  listFeed: {} as ListFeed,
  counters: new Counters(),
  slices: new Slices(),
  runs: runsFormat(new Channels()),
  maxBufferedBytes: 1000,
  heartbeatSeconds: 15,
  capabilities: [],
  server: "test",
  onError: (error: unknown) => expect.unreachable(String(error)),
};

const settle = () => new Promise((resolve) => setImmediate(resolve));

it("a viewer that asks without reading gets no answer until it reads, and then all of them in order", async () => {
  const socket = new FakeSocket();
  const session = new ViewerSession(context, socket);
  socket.bufferedBytes = 1001;
  for (let id = 1; id <= 3; id += 1) session.onText(`{"type":"ping","id":${id}}`);
  await settle();
  expect(socket.sent).toEqual([]);
  socket.drain();
  await vi.waitFor(() => expect(socket.sent.map((message) => message["id"])).toEqual([1, 2, 3]));
});

it("a viewer that asks more than may wait is closed with 1008", () => {
  const socket = new FakeSocket();
  const session = new ViewerSession(context, socket);
  socket.bufferedBytes = 1001;
  for (let id = 0; id <= 4096; id += 1) session.onText("{}");
  expect(socket.closedWith).toBe(1008);
});
