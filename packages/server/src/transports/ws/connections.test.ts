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
  const stream = Object.assign(new EventEmitter(), {
    bytesWritten: 0,
    writableLength: 0,
    setTimeout: vi.fn(),
  });
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

  it("ask of a viewer for whom something waits that it moves, and give it one beat more", () => {
    const slow = fakeConnection();
    connections.add(slow.connection);
    slow.stream.writableLength = 800;
    for (let count = 0; count < 5; count += 1) beat();
    expect(slow.stream.setTimeout).toHaveBeenLastCalledWith(900);
    slow.stream.emit("timeout");
    beat();
    expect(slow.ws.terminate).not.toHaveBeenCalled();
    slow.stream.emit("timeout");
    beat();
    expect(slow.ws.terminate).toHaveBeenCalledOnce();
  });
});
