import { connect, type Socket } from "node:net";
import { closeCodes, errorCodes } from "@trainwire/protocol";
import { WebSocket } from "ws";
import { frameOf, opcodes } from "../harness/frame.ts";
import { send } from "../harness/http.ts";
import type { SocketCase } from "./frames.ts";
import type { BytesCase, RequestCase } from "./requests.ts";

/** Anything that is tried on the server. */
export type FuzzCase = SocketCase | RequestCase | BytesCase;

/** How long a bare connection is listened to after its bytes were sent. */
const listenMs = 25;

/** How long a socket may take to answer the last ping of a case, or to close, before it is left. */
const pongMs = 150;

/** Tries one case; returns what the server did wrong, if it did. */
export function tryCase(port: number, tried: FuzzCase): Promise<string | undefined> {
  switch (tried.kind) {
    case "socket":
      return trySocket(port, tried);
    case "request":
      return tryRequest(port, tried);
    case "bytes":
      return tryBytes(port, tried);
    default:
      throw tried satisfies never;
  }
}

/** How many frames or requests a case stands for. */
export function sizeOf(tried: FuzzCase): number {
  return tried.kind === "socket" ? tried.frames.length : 1;
}

/** Every answer is a status that the server means, and every error names a code of the closed list. */
async function tryRequest(
  port: number,
  { method, path, headers, body }: RequestCase,
): Promise<string | undefined> {
  const answer = await send(`http://127.0.0.1:${port}`, {
    method,
    path,
    headers,
    ...(body !== undefined && { body }),
  });
  if (!answer) return "no answer";
  const { status, text } = answer;
  if (status >= 500) return `answered with ${status}: ${text}`;
  if (status < 400 || method === "HEAD") return undefined;
  try {
    const { code } = JSON.parse(text) as { code?: string };
    return code !== undefined && code in errorCodes ? undefined : `answered with ${status} and code ${code}`;
  } catch {
    return `answered with ${status} and no JSON: ${text.slice(0, 200)}`;
  }
}

/** Whatever is sent: what comes back is JSON with a type, and a close has a code of the closed list. */
function trySocket(port: number, { endpoint, frames }: SocketCase): Promise<string | undefined> {
  return new Promise((resolve) => {
    let wrong: string | undefined;
    let stream: Socket | undefined;
    let patience: NodeJS.Timeout | undefined;
    const ws = new WebSocket(`ws://127.0.0.1:${port}${endpoint}`, {
      perMessageDeflate: false,
      createConnection: () => (stream = connect({ port, host: "127.0.0.1" })),
    });
    ws.on("message", (data: Buffer) => {
      wrong ??= whyNoMessage(data.toString());
    });
    ws.on("error", (error) => {
      // Other trainings may have been deleted or ended meanwhile: then the flat endpoint refuses.
      if (!/Unexpected server response: 404|ECONNRESET|EPIPE/.test(error.message)) wrong ??= error.message;
    });
    ws.on("close", (code) => {
      clearTimeout(patience);
      if (code !== 1005 && code !== 1006 && !(code in closeCodes)) wrong ??= `closed with ${code}`;
      resolve(wrong);
    });
    ws.on("pong", () => ws.terminate());
    ws.on("open", () => {
      for (const frame of frames) stream?.write(frame);
      stream?.write(frameOf(Buffer.from("last"), { opcode: opcodes.ping }));
      patience = setTimeout(() => ws.terminate(), pongMs);
    });
  });
}

function whyNoMessage(text: string): string | undefined {
  try {
    const message = JSON.parse(text) as { type?: unknown; job_id?: unknown; code?: string };
    if (message.type === "error" && !(message.code !== undefined && message.code in errorCodes))
      return `an error without a known code: ${text}`;
    return message.type === undefined && message.job_id === undefined
      ? `neither type nor job_id: ${text}`
      : undefined;
  } catch {
    return `not JSON: ${text.slice(0, 200)}`;
  }
}

/** No answer is owed to noise; an answer that comes must not be the server's own failure. */
function tryBytes(port: number, { bytes }: BytesCase): Promise<string | undefined> {
  return new Promise((resolve) => {
    let head = "";
    const socket = connect({ port, host: "127.0.0.1" });
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      if (head.length < 100) head += chunk.toString("latin1");
    });
    const patience = setTimeout(() => socket.destroy(), listenMs);
    socket.on("close", () => {
      clearTimeout(patience);
      const status = /^HTTP\/1\.1 (\d+)/.exec(head)?.[1];
      // 501 and 505 say that this kind of request is not spoken here.
      const isFailure = status !== undefined && Number(status) >= 500 && status !== "501" && status !== "505";
      resolve(isFailure ? `answered with ${head.slice(0, 60)}` : undefined);
    });
    socket.write(bytes);
  });
}
