import { WebSocket } from "ws";
import type { AnyMessage } from "../../peer/mutation.ts";
import { CarelessSocket } from "./careless-socket.ts";
import type { Conduct } from "./conduct.ts";

/** Where the small client goes, and what it follows. */
export interface Assignment {
  readonly url: string;
  readonly trainId: string;
  readonly token: string | undefined;
}

const known = [
  "welcome",
  "training_update",
  "subscription_confirmed",
  "training_completed",
  "subscription_reset",
  "error",
  "pong",
];
const finalCloses = [1008, 4401];
const pollMs = 300;
const confirmMs = 500;

/** A small client that shows every update of one training, and prints each as a line. */
export class SmallClient {
  readonly #conduct: Conduct;
  readonly #to: Assignment;
  #seq: number | undefined;
  #streamId: string | undefined;
  #failures = 0;
  #connects = 0;
  #socket: WebSocket | CarelessSocket | undefined;
  #silence: NodeJS.Timeout | undefined;
  #isPolling = false;
  #work: Promise<void> = Promise.resolve();

  constructor(conduct: Conduct, to: Assignment) {
    this.#conduct = conduct;
    this.#to = to;
  }

  /** Connects, and goes on until the training has ended. */
  connect(): void {
    const { tokenGoes, handshakeMs } = this.#conduct;
    const { url, token } = this.#to;
    const query = tokenGoes === "in the address" && token !== undefined ? `?token=${token}` : "";
    const headers =
      tokenGoes === "nowhere" || token === undefined ? {} : { authorization: `Bearer ${token}` };
    const address = `${url.replace("http", "ws")}/ws${query}`;
    const socket =
      this.#conduct.reads === "segments"
        ? new CarelessSocket(address)
        : new WebSocket(address, ["trainwire.v1"], { handshakeTimeout: handshakeMs, headers });
    this.#socket = socket;
    this.#connects += 1;
    socket.on("error", ignore);
    socket.on("open", () => this.#opened());
    socket.on("message", (data: Buffer) => {
      // One after another: a hole is filled before what came behind it is shown.
      this.#work = this.#work.then(() => this.#read(data.toString()));
    });
    socket.on("close", (code) => this.#closed(code));
    if (this.#conduct.pollsWhileLive && this.#connects === 1) setInterval(() => void this.#poll(), pollMs);
  }

  #opened(): void {
    this.#failures = 0;
    this.#isPolling = false;
    if (!this.#conduct.subscribes || (this.#connects > 1 && !this.#conduct.subscribesAnew)) return;
    this.#subscribe();
  }

  #subscribe(): void {
    const from =
      this.#conduct.resumes && this.#seq !== undefined
        ? { after_seq: this.#seq, stream_id: this.#streamId }
        : {};
    this.#socket?.send(JSON.stringify({ type: "subscribe_training", train_id: this.#to.trainId, ...from }));
  }

  async #read(text: string): Promise<void> {
    let message: AnyMessage;
    try {
      message = JSON.parse(text) as AnyMessage;
      if (typeof message["type"] !== "string") throw new TypeError("no type");
      if (message["type"] === "training_update" && typeof message["seq"] !== "number")
        throw new TypeError("no seq");
    } catch (error) {
      if (this.#conduct.bearsUnreadable) return;
      throw error;
    }
    if (!known.includes(message["type"])) {
      if (this.#conduct.bearsUnknownTypes) return;
      throw new TypeError(`unknown type ${message["type"]}`);
    }
    await this.#serve(message);
  }

  async #serve(message: AnyMessage): Promise<void> {
    if (message["type"] === "welcome") this.#listen(Number(message["heartbeat_seconds"]) * 1000);
    else if (message["type"] === "subscription_confirmed") {
      if (message["train_id"] === this.#to.trainId) this.#streamId = message["stream_id"] as string;
    } else if (message["type"] === "subscription_reset") {
      if (this.#conduct.heedsResets) this.#seq = undefined;
    } else if (message["type"] === "training_update") await this.#update(message);
    else if (message["type"] === "training_completed") this.#end();
    else if (message["code"] === "unknown_training" && this.#conduct.asksAgainForUnknown)
      setTimeout(() => this.#subscribe(), confirmMs);
  }

  async #update(message: AnyMessage): Promise<void> {
    const seq = message["seq"] as number;
    const isNext = this.#seq === undefined || message["snapshot"] === true || seq === this.#seq + 1;
    if (!isNext && seq > (this.#seq ?? 0) && this.#conduct.fillsHoles) await this.#fill(seq);
    this.#show(message);
  }

  #show(message: AnyMessage): void {
    const seq = message["seq"] as number;
    if (this.#conduct.skipsRepeats && this.#seq !== undefined && seq <= this.#seq) return;
    this.#seq = Math.max(this.#seq ?? 0, seq);
    const { status, details } = message["data"] as { status: string; details: Record<string, unknown> };
    if (!this.#conduct.bearsNull && details["loss"] === null) details["loss"] = 0;
    const { loss, current_step } = details;
    const line = JSON.stringify({ seq, status, loss, current_step });
    console.log(this.#conduct.showsTwice ? `${line}\n${line}` : line);
  }

  async #fill(before: number): Promise<void> {
    for (const update of await this.#page()) if (update["seq"] < before) this.#show(update);
  }

  async #page(): Promise<readonly AnyMessage[]> {
    const { url, trainId, token } = this.#to;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const address = `${url}/api/v1/trainings/${trainId}/updates?after_seq=${this.#seq ?? 0}`;
    const answer = await fetch(address, { headers });
    return answer.ok ? ((await answer.json()) as { updates: AnyMessage[] }).updates : [];
  }

  async #poll(): Promise<void> {
    for (const update of await this.#page()) this.#show(update);
  }

  #end(): void {
    if (this.#conduct.heedsTheEnd) process.exit(this.#conduct.exitCode);
  }

  /** Counts as silence what carries neither message nor ping. */
  #listen(beatMs: number): void {
    const socket = this.#socket;
    const again = (): void => {
      clearTimeout(this.#silence);
      this.#silence = setTimeout(() => socket?.terminate(), beatMs * this.#conduct.patienceBeats);
    };
    again();
    socket?.on("ping", again).on("message", again);
  }

  #closed(code: number): void {
    clearTimeout(this.#silence);
    if (finalCloses.includes(code) && this.#conduct.heedsCloseCodes) return;
    if (!this.#conduct.connectsAgain) return;
    this.#failures += 1;
    setTimeout(() => this.connect(), this.#conduct.delayMs(this.#failures));
    if (this.#failures >= 2 && this.#conduct.pollsWithoutSocket) void this.#pollUntilOpen();
  }

  async #pollUntilOpen(): Promise<void> {
    if (this.#isPolling) return;
    this.#isPolling = true;
    while (this.#isPolling) {
      await this.#poll().catch(ignore);
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }
}

function ignore(): void {
  // What follows tells it.
}
