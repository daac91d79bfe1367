import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { pauseUnless } from "../harness/deadline.ts";
import type { Dice } from "../harness/dice.ts";
import { frameOf, handshake, opcodes, textFrame } from "../harness/frame.ts";

/** Where visitors leave, in the order in which they come by. */
export const leavings = [
  "connected",
  "within the handshake",
  "handshake sent",
  "opened",
  "within a frame",
  "subscribe sent",
  "confirmed",
  "within the backlog",
  "close frame sent",
  "within a request's body",
  "within a page",
  "within a long-poll",
] as const;

/** One of `leavings`. */
export type Leaving = (typeof leavings)[number];

/** How a visitor leaves: with FIN, with RST, or with FIN on its own side only. */
type Way = "destroy" | "reset" | "half-close";

/** A training with a long history, to leave in the middle of. */
export interface Visited {
  readonly port: number;
  readonly trainId: string;
}

/** Longest time that a visit waits for an answer before it leaves anyhow. */
const patienceMs = 5000;

/** Visits the server over bare TCP and leaves at the given point. */
export async function visit({ port, trainId }: Visited, leaving: Leaving, dice: Dice): Promise<void> {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.on("error", () => undefined);
  const closed = new Promise((resolve) => socket.on("close", resolve));
  // Read all along: `bytesRead` tells what came.
  socket.resume();
  const patience = AbortSignal.timeout(patienceMs);
  const until = async (bytes: number) => {
    while (socket.bytesRead < bytes && !socket.destroyed && !patience.aborted)
      await once(socket, "data", { signal: patience }).catch(() => undefined);
  };
  await once(socket, "connect", { signal: patience }).catch(() => undefined);
  await behave({ socket, until, trainId, port }, leaving, dice);
  leave(socket, dice.pick<Way>(["destroy", "reset", "half-close"]));
  // After a half-close the server's side may take its time; the visitor does not.
  await Promise.race([closed, pauseUnless(patience, 500)]);
  socket.destroy();
  await closed;
}

interface Visit extends Visited {
  readonly socket: Socket;
  /** Waits until so many bytes have come, or no longer. */
  readonly until: (bytes: number) => Promise<void>;
}

/** Does what leads to the point of leaving. */
async function behave(visit: Visit, leaving: Leaving, dice: Dice): Promise<void> {
  const { socket, until, trainId, port } = visit;
  const isFlat = dice.percent(30);
  const opening = handshake(isFlat ? `/ws/training/${trainId}?after_seq=0` : "/ws", port);
  const subscribe = textFrame(
    JSON.stringify({ type: "subscribe_training", train_id: trainId, after_seq: 0 }),
  );
  const opened = 129;
  switch (leaving) {
    case "connected":
      return;
    case "within the handshake":
      return void socket.write(opening.slice(0, dice.int(1, opening.length - 1)));
    case "handshake sent":
      return void socket.write(opening);
    case "opened":
      socket.write(opening);
      return until(opened);
    case "within a frame":
      socket.write(opening);
      return void socket.write(subscribe.subarray(0, dice.int(1, subscribe.length - 1)));
    case "subscribe sent":
      socket.write(opening);
      return void socket.write(subscribe);
    case "confirmed":
    case "within the backlog":
      socket.write(opening);
      socket.write(subscribe);
      return until(leaving === "confirmed" ? opened + 1 : dice.int(1000, 1_000_000));
    case "close frame sent":
      socket.write(opening);
      socket.write(subscribe);
      await until(opened);
      return void socket.write(frameOf(Buffer.from([3, 232]), { opcode: opcodes.close }));
    default:
      return askOverHttp(visit, leaving, dice);
  }
}

async function askOverHttp(
  { socket, until, trainId, port }: Visit,
  leaving: "within a request's body" | "within a page" | "within a long-poll",
  dice: Dice,
): Promise<void> {
  const host = `Host: 127.0.0.1:${port}`;
  const path = `/api/v1/trainings/${trainId}/updates`;
  switch (leaving) {
    case "within a request's body": {
      const head = `POST ${path} HTTP/1.1\r\n${host}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`;
      return void socket.write(head + "[".padEnd(dice.int(1, 900)));
    }
    case "within a page":
      socket.write(`GET ${path}?limit=5000 HTTP/1.1\r\n${host}\r\n\r\n`);
      return until(dice.int(1, 200_000));
    case "within a long-poll":
      socket.write(`GET ${path}?after_seq=${dice.int(0, 3000)}&wait_seconds=60 HTTP/1.1\r\n${host}\r\n\r\n`);
      return until(dice.int(0, 1));
    default:
      throw leaving satisfies never;
  }
}

function leave(socket: Socket, way: Way): void {
  switch (way) {
    case "destroy":
      return void socket.destroy();
    case "reset":
      return void socket.resetAndDestroy();
    case "half-close":
      return void socket.end();
    default:
      throw way satisfies never;
  }
}
