import { WebSocket } from "ws";

/** Watches a training and notes when each step arrives; complains of what is missing or twice. */
export class TimedViewer {
  /** When each step arrived, in milliseconds of `performance.now()`; index = step. */
  readonly arrivedAtMs: number[] = [];
  readonly wrong: string[] = [];
  readonly ended: Promise<void>;
  readonly subscribed: Promise<void>;

  constructor(wsUrl: string, trainId: string) {
    const subscribed = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    this.subscribed = subscribed.promise;
    this.ended = ended.promise;
    const ws = new WebSocket(`${wsUrl}/ws`, { perMessageDeflate: false });
    let last: number | undefined;
    ws.on("open", () => ws.send(JSON.stringify({ type: "subscribe_training", train_id: trainId })));
    ws.on("error", (error) => this.wrong.push(error.message));
    ws.on("message", (data: Buffer) => {
      const atMs = performance.now();
      const message = JSON.parse(data.toString()) as {
        type: string;
        seq: number;
        snapshot?: boolean;
        data: { details: { current_step?: number } };
      };
      if (message.type === "training_completed") ws.close();
      if (message.type !== "training_update") return;
      if (last === undefined) subscribed.resolve();
      else if (message.snapshot || message.seq !== last + 1)
        this.wrong.push(`update ${message.seq} after ${last}`);
      last = message.seq;
      const step = message.data.details.current_step;
      if (step !== undefined && !message.snapshot) this.arrivedAtMs[step] = atMs;
    });
    ws.on("close", (code) => {
      if (code !== 1005) this.wrong.push(`closed with ${code}`);
      ended.resolve();
    });
  }
}
