import { once } from "node:events";
import { BatchReader } from "@trainwire/protocol";
import { type ClientOptions, WebSocket } from "ws";

/** One frame from the server. */
export type Frame = Record<string, unknown> & { readonly type?: string; readonly seq?: number };

/** A viewer that speaks the wire by hand and keeps every message it was sent, and in `texts` every text frame. */
export class TestViewer implements AsyncDisposable {
  readonly ws: WebSocket;
  readonly frames: Frame[] = [];
  readonly texts: string[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  #arrived = Promise.withResolvers<void>();

  constructor(url: string, protocols: string[] = [], options: ClientOptions = {}) {
    this.ws = new WebSocket(url, protocols, options);
    const batches = new BatchReader();
    this.ws.on("message", (data: Buffer) => {
      const text = data.toString();
      this.texts.push(text);
      if (this.ws.protocol === "trainwire.v2-draft") {
        for (const read of batches.read(text)) {
          this.frames.push(read.kind === "message" ? read.message : { ...read, type: "unreadable" });
        }
      } else this.frames.push(JSON.parse(text) as Frame);
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      this.ws.on("close", (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.#wake();
      });
    });
    this.ws.on("error", () => undefined);
  }

  /** Opens a viewer, ready to send. */
  static async open(url: string, protocols: string[] = []): Promise<TestViewer> {
    const viewer = new TestViewer(url, protocols);
    await once(viewer.ws, "open");
    return viewer;
  }

  /** Sends text as it is, or a message as JSON. */
  send(message: string | Record<string, unknown>): void {
    this.ws.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  /** The first frame, sent already or yet to come, that fits; each frame is given once. */
  async next(fits: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const index = this.frames.findIndex(fits);
      if (index >= 0) return this.frames.splice(index, 1)[0] as Frame;
      if (this.ws.readyState === WebSocket.CLOSED)
        throw new Error(`closed while waiting; had ${JSON.stringify(this.frames)}`);
      await this.#arrived.promise;
    }
  }

  /** The next frame of a type. */
  nextOf(type: string): Promise<Frame> {
    return this.next((frame) => frame.type === type);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.ws.terminate();
    await this.closed;
  }

  #wake(): void {
    this.#arrived.resolve();
    this.#arrived = Promise.withResolvers();
  }
}

/** How the server refused a handshake: its HTTP status and body. */
export async function refusedHandshake(url: string, options: ClientOptions & { protocols?: string[] } = {}) {
  const ws = new WebSocket(url, options.protocols ?? [], options);
  const [, response] = (await once(ws, "unexpected-response")) as [
    unknown,
    NodeJS.ReadableStream & { statusCode: number },
  ];
  let body = "";
  for await (const chunk of response) body += String(chunk);
  ws.on("error", () => undefined);
  ws.terminate();
  return { status: response.statusCode, body: JSON.parse(body) as Record<string, unknown> };
}
