import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { encode } from "@trainwire/protocol";
import { expect, test } from "vitest";
import { WebSocketServer, WebSocket as WsSocket } from "ws";
import { resolveSettings } from "../settings.ts";
import { openSocket, type Socket } from "./socket.ts";

/** A socket on the class of the `ws` package, which has emitter listeners and knows no `signal` for them. */
function openWs(port: number) {
  const heard: string[] = [];
  const made: WsSocket[] = [];
  class Kept extends WsSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      made.push(this);
    }
  }
  const ended = Promise.withResolvers<{ code: number | null; reason: string }>();
  const WebSocketClass = Kept as unknown as typeof WebSocket;
  const settings = resolveSettings({ url: `http://127.0.0.1:${port}` });
  const socket: Socket = openSocket({ WebSocketClass, token: null }, settings, {
    connected: () => heard.push("connected"),
    message: (message) => {
      heard.push(message.type);
      if (message.type === "pong") socket.close();
    },
    ended: (end) => {
      heard.push("ended");
      ended.resolve(end);
    },
  });
  const [inner] = made;
  if (inner === undefined) throw new Error("no socket was made");
  return { socket, inner, heard, ended: ended.promise };
}

const portOf = (server: { address(): ReturnType<Server["address"]> | string }): number =>
  (server.address() as AddressInfo).port;

test("a ws socket that is refused ends, and its error harms nothing", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  server.close();
  await once(server, "close");
  const { ended, heard, inner } = openWs(port);
  expect(await ended).toMatchObject({ code: null });
  expect(inner.listenerCount("error")).toBe(1);
  expect(heard).toEqual(["ended"]);
});

test("a ws socket that is closed while it connects ends silently", async () => {
  const mute = createServer((connection) => connection.resume()).listen(0, "127.0.0.1");
  await once(mute, "listening");
  const { socket, inner, heard } = openWs(portOf(mute));
  await once(mute, "connection");
  const closed = new Promise((resolve) => inner.on("close", resolve));
  socket.close();
  await closed;
  expect(heard).toEqual([]);
  mute.close();
});

test("after close a ws socket hears no message that was on its way, and keeps no listener", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", handleProtocols: () => "trainwire.v1" });
  await once(server, "listening");
  server.on("connection", (viewer) => {
    for (let count = 0; count < 3; count += 1) viewer.send(encode({ type: "pong" }));
  });
  const { inner, heard } = openWs(portOf(server));
  const received: unknown[] = [];
  inner.on("message", (data: unknown) => received.push(data));
  await new Promise((resolve) => inner.on("close", resolve));
  expect(received).toHaveLength(3);
  expect(heard).toEqual(["connected", "pong"]);
  expect(inner.listenerCount("message")).toBe(1);
  server.close();
});
