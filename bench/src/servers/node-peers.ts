import { builtProgram } from "../folders.ts";
import type { BenchServer } from "./bench-server.ts";

/** What everything is compared with: `ws.send(string)` once per viewer. */
export const naiveWs: BenchServer = {
  id: "naive-ws",
  title: "naive ws",
  note: "Node's http and ws: JSON.parse the POST, JSON.stringify once, `ws.send(string)` per viewer; stores nothing",
  whyNot: () => Promise.resolve(undefined),
  start: () => Promise.resolve([process.execPath, builtProgram("peers/naive-ws.js")]),
  harnessOptions: ({ followAll }) => ({ path: followAll ? "/ws/all" : "/ws/job_{ch}" }),
};

/** Rooms of Socket.IO over WebSocket. */
export const socketIo: BenchServer = {
  id: "socket.io",
  title: "Socket.IO",
  note: "`io.to(room).emit(event, object)`, WebSocket only; stores nothing",
  whyNot: () => Promise.resolve(undefined),
  start: () => Promise.resolve([process.execPath, builtProgram("peers/socket-io.js")]),
  harnessOptions: ({ followAll, trainings }) => ({
    proto: "eio",
    path: "/socket.io/?EIO=4&transport=websocket",
    send: '42["subscribe","job_{ch}"]',
    confirm: followAll ? trainings : 1,
  }),
};
