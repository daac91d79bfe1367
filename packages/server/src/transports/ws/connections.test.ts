import { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WebSocket } from "ws";
import { Connections } from "./connections.ts";

/** A connection whose peer the test plays. */
function fakeConnection() {
  const ws = Object.assign(new EventEmitter(), {
    ping: vi.fn(),
    terminate: vi.fn(() => ws.emit("close")),
    close: vi.fn(() => ws.emit("close")),
  });
  const stream = { bytesWritten: 0, writableLength: 0 };
  const connection = {
    ws: ws as unknown as WebSocket,
    stream: stream as unknown as Socket,
    socket: { close: ws.close, sentMessages: 0 },
    endpoint: "viewer" as const,
    session: { subscriptionCount: 1, subscriptions: () => [] },
  };
  return { ws, stream, connection };
}

describe("heartbeats", () => {
  let connections: Connections;
  beforeEach(() => {
    vi.useFakeTimers();
    connections = new Connections(1);
  });
  afterEach(async () => {
    await connections.close();
    vi.useRealTimers();
  });
  const beat = () => vi.advanceTimersByTime(1000);

  it("keep a socket that answers, or that sends messages, and drop one that is silent for two", () => {
    const [answering, talking, silent] = [fakeConnection(), fakeConnection(), fakeConnection()];
    for (const each of [answering, talking, silent]) connections.add(each.connection);
    for (let count = 0; count < 3; count += 1) {
      beat();
      answering.ws.emit("pong");
      talking.ws.emit("message");
    }
    expect(answering.ws.terminate).not.toHaveBeenCalled();
    expect(talking.ws.terminate).not.toHaveBeenCalled();
    expect(silent.ws.terminate).toHaveBeenCalledOnce();
    expect(connections.count).toBe(2);
  });

  it("keep a slow viewer while it reads what waits before the ping, and drop it once it does not", () => {
    const slow = fakeConnection();
    connections.add(slow.connection);
    Object.assign(slow.stream, { bytesWritten: 900, writableLength: 800 });
    beat();
    slow.stream.writableLength = 500;
    beat();
    slow.stream.writableLength = 100;
    beat();
    expect(slow.ws.terminate).not.toHaveBeenCalled();
    beat();
    expect(slow.ws.terminate).toHaveBeenCalledOnce();
  });
});
