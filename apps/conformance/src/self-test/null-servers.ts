import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { Target } from "../targets/target.ts";

/** A server that does nothing of what it should. No case may pass on it. */
export interface NullServer {
  readonly answer: RequestListener;
  /** What it does with a WebSocket handshake. */
  readonly upgrade:
    | "accept and stay silent"
    | "accept and close"
    | "accept and echo"
    | "answer as plain HTTP";
}

const respond =
  (status: number): RequestListener =>
  (request, response) => {
    request.resume();
    request.on("end", () => response.writeHead(status, { "content-type": "application/json" }).end("{}"));
  };

const echo: RequestListener = (request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  request.pipe(response);
};

const nothing: RequestListener = (request, response) => {
  request.resume();
  request.on("end", () => response.writeHead(200).end());
};

/** The null servers by name. */
export const nullServers: Readonly<Record<string, NullServer>> = {
  mute: { answer: (request) => request.resume(), upgrade: "accept and stay silent" },
  "always 200": { answer: respond(200), upgrade: "answer as plain HTTP" },
  "always 200, accepts and stays silent": { answer: respond(200), upgrade: "accept and stay silent" },
  "always 500": { answer: respond(500), upgrade: "answer as plain HTTP" },
  "empty answers": { answer: nothing, upgrade: "answer as plain HTTP" },
  "echo of requests and frames": { answer: echo, upgrade: "accept and echo" },
  "always 404, closes at once": { answer: respond(404), upgrade: "accept and close" },
};

/** Starts a null server; stopping and starting it does nothing either. */
export async function startNullServer({ answer, upgrade }: NullServer): Promise<Target> {
  const http = createServer(answer);
  const sockets = new WebSocketServer({ noServer: true });
  if (upgrade !== "answer as plain HTTP") {
    http.on("upgrade", (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (accepted) => {
        accepted.on("error", () => {
          // A null server minds nothing.
        });
        if (upgrade === "accept and close") accepted.close(1000);
        if (upgrade === "accept and echo")
          accepted.on("message", (data: Buffer) => accepted.send(data.toString()));
      });
    });
  }
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const idle = (): Promise<void> => Promise.resolve();
  return {
    url: new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}`),
    token: "tw_null",
    description: "a null server",
    process: { stop: idle, crash: idle, start: idle },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets.clients) socket.terminate();
      const closed = once(http, "close");
      http.close();
      http.closeAllConnections();
      await closed;
    },
  };
}
