import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { TrainwireServerError } from "../core/errors.ts";
import { refuseUpgrade } from "./ws/refuse.ts";

/** Answers what is no HTTP, or comes too slowly or too large, as every other error is answered, and hangs up. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = new TrainwireServerError("bad_message", `the request cannot be read: ${error.message}`);
  refuseUpgrade(socket, refusal, randomUUID());
}
