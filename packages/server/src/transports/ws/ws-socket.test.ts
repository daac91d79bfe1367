import type { Socket as TcpSocket } from "node:net";
import { describe, expect, it, vi } from "vitest";
import type { WebSocket } from "ws";
import { Parcel } from "../../core/parcel.ts";
import { batchFraming } from "./batch-framing.ts";
import type { Framing } from "./framing.ts";
import { textFrames } from "./text-frames.ts";
import { WriteTurn } from "./write-turn.ts";
import { WsSocket } from "./ws-socket.ts";

function fakeSocket(turn = new WriteTurn(() => undefined), framing?: Framing) {
  const writes: string[] = [];
  const ws = {
    OPEN: 1,
    readyState: 1,
    extensions: "",
    close: vi.fn(() => {
      ws.readyState = 2;
      writes.push("close");
    }),
  };
  const stream = { writableLength: 0, write: (bytes: Buffer) => writes.push(bytes.toString("latin1")) };
  const socket = new WsSocket(ws as unknown as WebSocket, stream as unknown as TcpSocket, {
    turn,
    ...(framing && { framing }),
  });
  return { socket, ws, writes };
}

const wire = (...texts: string[]) => textFrames(texts).toString("latin1");

describe("a socket", () => {
  it("writes once a turn what was sent in it, in order, for every socket", async () => {
    const turn = new WriteTurn(() => undefined);
    const [one, two] = [fakeSocket(turn), fakeSocket(turn)];
    const parcel = new Parcel(["b", "c"]);
    one.socket.send("a");
    for (const { socket } of [one, two]) socket.sendParcel(parcel);
    one.socket.send("d");
    expect([one.writes, two.writes]).toEqual([[], []]);
    expect(one.socket.bufferedBytes).toBe(textFrames(["a", "b", "c", "d"]).length);
    await Promise.resolve();
    expect(one.writes).toEqual([wire("a", "b", "c", "d")]);
    expect(two.writes).toEqual([wire("b", "c")]);
    expect(one.socket.bufferedBytes).toBe(0);
    one.socket.send("e");
    await Promise.resolve();
    expect(one.writes.at(-1)).toBe(wire("e"));
  });

  it("writes the very same bytes to all that were sent the same, and their own to others", async () => {
    const turn = new WriteTurn(() => undefined);
    const all = [fakeSocket(turn), fakeSocket(turn), fakeSocket(turn), fakeSocket(turn)];
    const parcels = [new Parcel(["a"]), new Parcel(["b"]), new Parcel(["c"])];
    for (const { socket } of all.slice(0, 3)) for (const parcel of parcels) socket.sendParcel(parcel);
    all[1]?.socket.send("own");
    all[3]?.socket.sendParcel(new Parcel(["a"]));
    await Promise.resolve();
    const same = [wire("a", "b", "c")];
    expect(all.map(({ writes }) => writes)).toEqual([same, [wire("a", "b", "c", "own")], same, [wire("a")]]);
  });

  it("closes after what was sent, and sends nothing after that", async () => {
    const { socket, writes } = fakeSocket();
    socket.send("last");
    socket.close(1000);
    socket.send("late");
    await Promise.resolve();
    expect(writes).toEqual([wire("last"), "close"]);
  });

  it("writes nothing after a closing frame that the other side asked for", async () => {
    const { socket, ws, writes } = fakeSocket();
    socket.send("too late");
    ws.readyState = 2;
    await Promise.resolve();
    expect(writes).toEqual([]);
  });
});

describe("a socket of the second version", () => {
  it("writes what was sent in a turn as one frame with an array, beside sockets of the first", async () => {
    const turn = new WriteTurn(() => undefined);
    const [one, two] = [fakeSocket(turn), fakeSocket(turn, batchFraming)];
    const parcel = new Parcel(["1", "[2]"]);
    for (const { socket } of [one, two]) {
      socket.send('{"é":0}');
      socket.sendParcel(parcel);
      socket.send("3");
    }
    await Promise.resolve();
    expect(one.writes).toEqual([wire('{"é":0}', "1", "[2]", "3")]);
    expect(two.writes).toEqual([wire('[{"é":0},1,[2],3]')]);
    two.socket.sendParcel(parcel);
    expect(two.socket.bufferedBytes).toBe(",1,[2]".length);
    await Promise.resolve();
    expect(two.writes.at(-1)).toBe(wire("[1,[2]]"));
  });

  it("begins another frame in the same write where one would grow long", async () => {
    const { socket, writes } = fakeSocket(undefined, batchFraming);
    const long = JSON.stringify("x".repeat(100 * 1024));
    for (let count = 0; count < 4; count += 1) socket.send(long);
    socket.send("5");
    await Promise.resolve();
    expect(writes).toEqual([wire(`[${long},${long}]`, `[${long},${long}]`, "[5]")]);
  });

  it("closes after what was sent", () => {
    const { socket, writes } = fakeSocket(undefined, batchFraming);
    socket.send("1");
    socket.close(1000);
    expect(writes).toEqual([wire("[1]"), "close"]);
  });
});
