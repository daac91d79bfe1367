import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { Target } from "../targets/target.ts";

/** A server that does nothing of what it should. No case may pass on it. */
export interface NullTarget {
  readonly answer: RequestListener;
  /** What it does with a WebSocket handshake. */
  readonly upgrade: "accept and stay silent" | "accept and close" | "answer as plain HTTP";
}

const respond =
  (status: number): RequestListener =>
  (request, response) => {
    request.resume();
    request.on("end", () => response.writeHead(status, { "content-type": "application/json" }).end("{}"));
  };

/** The null targets by name. */
export const nullTargets: Readonly<Record<string, NullTarget>> = {
  mute: { answer: (request) => request.resume(), upgrade: "accept and stay silent" },
  "always 200": { answer: respond(200), upgrade: "answer as plain HTTP" },
  "always 200, accepts and stays silent": { answer: respond(200), upgrade: "accept and stay silent" },
  "always 500": { answer: respond(500), upgrade: "answer as plain HTTP" },
  "always 404, closes at once": { answer: respond(404), upgrade: "accept and close" },
};

/** Starts a null target; stopping and starting it does nothing either. */
export async function startNullTarget({ answer, upgrade }: NullTarget): Promise<Target> {
  const http = createServer(answer);
  const sockets = new WebSocketServer({ noServer: true });
  if (upgrade !== "answer as plain HTTP") {
    http.on("upgrade", (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (accepted) => {
        accepted.on("error", () => {
          // A null target minds nothing.
        });
        if (upgrade === "accept and close") accepted.close(1000);
      });
    });
  }
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    url: new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}`),
    token: "tw_null",
    description: "a null target",
    process: { stop: nothing, crash: nothing, start: nothing },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets.clients) socket.terminate();
      const closed = once(http, "close");
      http.close();
      http.closeAllConnections();
      await closed;
    },
  };
}
