import { setTimeout as pause } from "node:timers/promises";
import { BatchReader, UpdatesPage } from "@trainwire/protocol";
import { WebSocket } from "ws";

/** What a viewer saw of a training: a line `seq step status` for each update, and how often it was told of the end. */
export interface Sighting {
  readonly lines: string[];
  ends: number;
}

interface Seen {
  readonly seq: number;
  readonly step: number | null | undefined;
  readonly status: string;
}

/** How a wire format is subscribed to and read. Resumes after the last seq that was seen. */
interface Reader {
  /** The subprotocols that it offers. */
  readonly protocols: readonly string[];
  /** Reads the frames of one socket: the messages in each. */
  readonly open: () => (text: string) => Record<string, unknown>[];
  readonly path: (trainId: string, afterSeq: number) => string;
  readonly hello: (trainId: string, afterSeq: number) => string | undefined;
  readonly read: (message: Record<string, unknown>) => Seen | undefined;
  /** Whether the message says that the training has ended. */
  readonly isEnd: (message: Record<string, unknown>) => boolean;
}

const oneMessage = () => (text: string) => [JSON.parse(text) as Record<string, unknown>];

const envelope: Reader = {
  protocols: [],
  open: oneMessage,
  path: () => "/ws",
  hello: (train_id, after_seq) => JSON.stringify({ type: "subscribe_training", train_id, after_seq }),
  read: (message) => {
    if (message["type"] !== "training_update") return undefined;
    const data = message["data"] as { status: string; details: { current_step?: number } };
    return { seq: message["seq"] as number, step: data.details.current_step, status: data.status };
  },
  isEnd: (message) => message["type"] === "training_completed",
};

/** The draft of the second version: several messages a frame. */
const batch: Reader = {
  ...envelope,
  protocols: ["trainwire.v2-draft"],
  open: () => {
    const reader = new BatchReader();
    return (text) =>
      reader.read(text).map((read) => {
        if (read.kind === "message") return { ...read.message };
        throw new TypeError(`unreadable: ${JSON.stringify(read)} in ${text}`);
      });
  },
};

const flat: Reader = {
  protocols: [],
  open: oneMessage,
  path: (trainId, afterSeq) => `/ws/training/${trainId}?after_seq=${afterSeq}`,
  hello: () => undefined,
  read: (message) => ({
    seq: message["seq"] as number,
    step: message["current_step"] as number | null,
    status: message["status"] as string,
  }),
  isEnd: (message) => message["complete"] === true,
};

const readers = { envelope, batch, flat };

/** Follows a training on one of the sockets until its end, connecting again and resuming whenever it is cut off. */
export async function watch(
  serverUrl: string,
  trainId: string,
  options: {
    format: keyof typeof readers /** Kills its own socket each time it has seen so many updates. */;
    dropEvery?: number;
  },
): Promise<Sighting> {
  const reader = readers[options.format];
  const sighting: Sighting = { lines: [], ends: 0 };
  let afterSeq = 0;
  while (sighting.ends === 0) {
    const ws = new WebSocket(`${serverUrl.replace("http", "ws")}${reader.path(trainId, afterSeq)}`, [
      ...reader.protocols,
    ]);
    const readFrame = reader.open();
    let sinceOpen = 0;
    await new Promise<void>((resolve) => {
      ws.on("open", () => {
        const hello = reader.hello(trainId, afterSeq);
        if (hello !== undefined) ws.send(hello);
      });
      ws.on("message", (data: Buffer) => {
        for (const message of readFrame(data.toString())) {
          const seen = reader.read(message);
          if (seen) {
            sighting.lines.push(lineOf(seen));
            afterSeq = seen.seq;
            sinceOpen += 1;
          }
          if (reader.isEnd(message)) {
            sighting.ends += 1;
            ws.close();
          } else if (options.dropEvery !== undefined && sinceOpen >= options.dropEvery) {
            // Frames that are in the kernel already are lost with the socket, and what else this one holds, as in a crash.
            ws.removeAllListeners("message");
            ws.terminate();
            return;
          }
        }
      });
      ws.on("error", () => undefined);
      ws.on("close", () => resolve());
    });
    if (sighting.ends === 0) await pause(20);
  }
  return sighting;
}

/** Follows a training by long-polling until its end. */
export async function poll(serverUrl: string, trainId: string): Promise<Sighting> {
  const sighting: Sighting = { lines: [], ends: 0 };
  let afterSeq = 0;
  while (sighting.ends === 0) {
    const page = await fetch(
      `${serverUrl}/api/v1/trainings/${trainId}/updates?after_seq=${afterSeq}&limit=50&wait_seconds=5`,
    )
      .then(async (answer) => (answer.ok ? UpdatesPage.parse(await answer.json()) : undefined))
      .catch(() => undefined);
    if (page === undefined) {
      await pause(20);
      continue;
    }
    for (const { seq, data } of page.updates)
      sighting.lines.push(lineOf({ seq, step: data.details.current_step, status: data.status }));
    afterSeq = page.next_after_seq;
    if (page.ended) sighting.ends += 1;
  }
  return sighting;
}

function lineOf({ seq, step, status }: Seen): string {
  return `${seq} ${step ?? "-"} ${status}`;
}
