import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { AccessLimits } from "./access-limits.ts";
import { peerReader } from "./client.ts";

/** Cuts connections of an address that has too many; those of trusted proxies are not counted: they come for all. */
export function limitConnections(server: Server, limits: AccessLimits, trustProxy: readonly string[]): void {
  const peerOf = peerReader(trustProxy);
  server.on("connection", (socket: Socket) => {
    const peer = peerOf(socket);
    if (!peer) return;
    const giveBack = limits.takeConnection(peer);
    if (giveBack) socket.once("close", giveBack);
    else socket.destroy();
  });
}
