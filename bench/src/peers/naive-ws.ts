/**
 * Fan-out as it is usually written on Node's http and ws. `POST /publish/job_N` sends the update, as it came, to
 * every socket at `/ws/job_N`, and to those at `/ws/all`.
 */
import { createServer } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";

const rooms = new Map<string, Set<WebSocket>>();

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const text = JSON.stringify(JSON.parse(Buffer.concat(parts).toString()));
    for (const name of [lastPart(request.url), "all"]) {
      for (const socket of rooms.get(name) ?? []) if (socket.readyState === socket.OPEN) socket.send(text);
    }
    response.writeHead(204).end();
  });
});

new WebSocketServer({ server }).on("connection", (socket, request) => {
  const name = lastPart(request.url);
  const room = rooms.get(name) ?? new Set();
  rooms.set(name, room.add(socket));
  socket.on("close", () => room.delete(socket));
  socket.on("error", () => socket.terminate());
});

server.listen(Number(process.env["PORT"]), "127.0.0.1");

function lastPart(url = "/"): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
