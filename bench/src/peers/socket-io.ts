/** Fan-out as Socket.IO does it: a room per training. `POST /publish/job_N` emits the update to the room `job_N`. */
import { createServer } from "node:http";
import { Server } from "socket.io";

const prefix = "/publish/";
const server = createServer();
const io = new Server(server, { transports: ["websocket"] });

io.on("connection", (socket) => {
  socket.on("subscribe", async (room: string) => {
    await socket.join(room);
    socket.emit("subscribed", room);
  });
});

server.on("request", (request, response) => {
  const { url = "/" } = request;
  if (request.method !== "POST" || !url.startsWith(prefix)) return;
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const update: unknown = JSON.parse(Buffer.concat(parts).toString());
    io.to(url.slice(prefix.length)).emit("training_update", update);
    response.writeHead(204).end();
  });
});

server.listen(Number(process.env["PORT"]), "127.0.0.1");
