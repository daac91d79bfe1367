import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { handshake, textFrame } from "../harness/frame.ts";
import { send } from "../harness/http.ts";
import { readMetric } from "../harness/metrics.ts";
import type { ServerProcess } from "../harness/server-process.ts";

/** A training that only serves to fill the buffers of a stalled viewer. */
const filler = "filler";

/** An update of it has about 20 kB. */
const fillerRecord = JSON.stringify({
  metrics: Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`filling_metric_number_${index}`, 1e15 + index]),
  ),
});

/** How full a stalled viewer's buffer in the server is to be. */
export type Fill = "nothing" | "beginning" | "full";

/** A viewer that subscribes to a training and never reads. */
export class StalledSocket implements Disposable {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Connects, subscribes, and fills the system's buffers, and if wanted the server's, with updates of another training. */
  static async open(server: ServerProcess, trainId: string, fill: Fill): Promise<StalledSocket> {
    if (fill !== "nothing") await publishFiller(server);
    const socket = connect({ port: server.port, host: "127.0.0.1" });
    socket.on("error", () => undefined);
    await once(socket, "connect");
    socket.pause();
    socket.write(handshake("/ws", server.port));
    const trainings = fill === "nothing" ? [trainId] : [trainId, filler];
    for (const train_id of trainings)
      socket.write(textFrame(JSON.stringify({ type: "subscribe_training", train_id })));
    if (fill === "beginning") await publishUntil(server, "trainwire_buffered_bytes");
    if (fill === "full") await publishUntil(server, "trainwire_dropped_to_newest_total");
    return new StalledSocket(socket);
  }

  /** Stays small, or it would not be stalled. */
  get bytesRead(): number {
    return this.#socket.bytesRead;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

async function publishFiller(server: ServerProcess): Promise<void> {
  const headers = { "content-type": "application/json" };
  await send(`${server.url}/api/v1/trainings/${filler}/updates`, {
    method: "POST",
    headers,
    body: fillerRecord,
  });
}

/** Publishes until the server holds bytes for the viewer that does not read, or holds as many as it may. */
async function publishUntil(
  server: ServerProcess,
  metric: "trainwire_buffered_bytes" | "trainwire_dropped_to_newest_total",
): Promise<void> {
  do await publishFiller(server);
  while (((await readMetric(server.url, metric)) ?? 0) === 0);
}
