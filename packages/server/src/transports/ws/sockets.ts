import type { IncomingMessage, Server } from "node:http";
import type { Socket as TcpSocket } from "node:net";
import type { Duplex } from "node:stream";
import { limits, type Negotiation, negotiate } from "@trainwire/protocol";
import type { FastifyBaseLogger } from "fastify";
import { type WebSocket, WebSocketServer } from "ws";
import { socketNeed } from "../../core/access-needs.ts";
import { TrainwireServerError } from "../../core/errors.ts";
import { FlatSession } from "../../core/flat-session.ts";
import type { Grant } from "../../core/grant.ts";
import type { Training } from "../../core/training.ts";
import type { ViewerContext } from "../../core/viewer-context.ts";
import { ViewerSession } from "../../core/viewer-session.ts";
import type { Gate } from "../auth/gate.ts";
import { requestIdOf } from "../request-id.ts";
import { batchFraming } from "./batch-framing.ts";
import { type Connection, Connections } from "./connections.ts";
import { refuseUpgrade } from "./refuse.ts";
import { type Handshake, SocketLog } from "./socket-log.ts";
import { readTarget, type Target } from "./target.ts";
import { isDraft, spokenVersions, type Version } from "./versions.ts";
import { WriteTurn } from "./write-turn.ts";
import { WsSocket } from "./ws-socket.ts";

/** No memory of earlier messages and the full window: so one compressed message fits every viewer. */
const sharedDeflate = {
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  serverMaxWindowBits: 15,
};

/** What the sockets of a server need. */
export interface SocketsOptions {
  readonly context: ViewerContext;
  readonly gate: Gate;
  readonly logger: FastifyBaseLogger;
  /** Whether viewers that offer it get what goes to many compressed. */
  readonly compress: boolean;
  /** Whether versions that are tried out are spoken to viewers that offer them. */
  readonly draftVersions: boolean;
}

/** Serves `/ws` and `/ws/training/{job_id}` on an HTTP server. Call `close` before the server's own. */
export function serveSockets(server: Server, options: SocketsOptions): Connections {
  const connections = new Connections(options.context.heartbeatSeconds);
  const socketLog = new SocketLog(options.logger);
  const turn = new WriteTurn(() => options.context.counters.countWritten());
  const handshakes = new WebSocketServer({
    noServer: true,
    maxPayload: limits.maxFrameBytes,
    perMessageDeflate: options.compress && sharedDeflate,
    handleProtocols: (offered, request) => {
      const agreed = negotiate([...offered], versionsFor(readTarget(request.url ?? "/"), options));
      return agreed.kind === "selected" ? agreed.subprotocol : false;
    },
  });
  const refuse = (request: IncomingMessage, stream: Duplex, error: TrainwireServerError) => {
    connections.countRefused(error.code);
    socketLog.refused(request, error);
    refuseUpgrade(stream, error, requestIdOf(request));
  };
  handshakes.on("wsClientError", (error, stream, request) => {
    refuse(request, stream, new TrainwireServerError("bad_message", error.message));
  });
  handshakes.on("headers", (headers, request) => headers.push(`X-Request-Id: ${requestIdOf(request)}`));
  // An HTTP server without TLS hands over the TCP connection itself.
  server.on("upgrade", (request: IncomingMessage, stream: TcpSocket, head: Buffer) => {
    // Without a listener a reset during the handshake would end the process.
    stream.on("error", destroyStream);
    declineSmallWindows(request);
    socketLog.begin(request);
    admit(request, options)
      .then((admitted) => {
        if (stream.destroyed) return;
        if (connections.isClosing) throw new TrainwireServerError("shutting_down");
        handshakes.handleUpgrade(request, stream, head, (ws) => {
          const connection = open({ ws, stream, turn, admitted, context: options.context });
          connections.add(connection);
          socketLog.opened(request, admitted, connection);
        });
      })
      .catch((error: unknown) => {
        if (!(error instanceof TrainwireServerError)) options.context.onError(error);
        const known = error instanceof TrainwireServerError ? error : new TrainwireServerError("internal");
        refuse(request, stream, known);
      });
  });
  return connections;
}

/** What is compressed once for all needs the full window: to who cannot hold it, nothing is compressed (RFC 7692, 5.1). */
function declineSmallWindows({ headers }: IncomingMessage): void {
  const offers = headers["sec-websocket-extensions"] ?? "";
  if (/server_max_window_bits\s*=\s*"?(8|9|1[0-4])\b/.test(offers))
    delete headers["sec-websocket-extensions"];
}

/** Stays for the life of the socket, so it is no closure: that would keep the whole request in memory. */
function destroyStream(this: TcpSocket): void {
  this.destroy();
}

interface Admitted extends Handshake {
  readonly negotiation: Negotiation<Version>;
  readonly grant: Grant;
  /** The training of a flat target. */
  readonly training: Training | undefined;
}

/** @throws TrainwireServerError with the reason to refuse the handshake. */
async function admit(request: IncomingMessage, options: SocketsOptions): Promise<Admitted> {
  const { gate, context } = options;
  const client = gate.enter(request);
  const target = readTarget(request.url ?? "/");
  const negotiation = negotiate(offeredSubprotocols(request), versionsFor(target, options));
  if (negotiation.kind === "refused") {
    throw new TrainwireServerError("unsupported_version", undefined, { supported: negotiation.supported });
  }
  const trainId = target.kind === "flat" ? target.trainId : undefined;
  const grant = gate.authorize(request, client, { need: socketNeed, trainId });
  request.socket.once("close", gate.options.limits.takeSocket(client, grant));
  const training = trainId === undefined ? undefined : await context.trainings.get(trainId);
  return { target, client, negotiation, grant, training };
}

/** A draft changes `/ws` alone. */
function versionsFor({ kind }: Target, { draftVersions }: SocketsOptions): readonly Version[] {
  return spokenVersions(draftVersions && kind === "viewer");
}

function offeredSubprotocols(request: IncomingMessage): string[] {
  const header = request.headers["sec-websocket-protocol"] ?? "";
  return header.split(",").flatMap((name) => name.trim() || []);
}

interface Opened {
  readonly ws: WebSocket;
  readonly stream: TcpSocket;
  readonly turn: WriteTurn;
  readonly admitted: Admitted;
  readonly context: ViewerContext;
}

/** Joins an accepted WebSocket to the session that serves it. */
function open({ ws, stream, turn, admitted, context }: Opened): Connection {
  const { target, training, negotiation, grant } = admitted;
  const inRuns = negotiation.kind === "selected" && isDraft(negotiation.subprotocol);
  const socket = new WsSocket(ws, stream, { turn, ...(inRuns && { framing: batchFraming }) });
  ws.on(
    "close",
    grant.hold(() => socket.close(4401)),
  );
  // Frames that break RFC 6455 or the size limit: ws closes with the fitting code itself.
  ws.on("error", () => undefined);
  if (target.kind === "flat" && training) {
    const session = new FlatSession(context, socket, {
      training,
      ...(target.position && { position: target.position }),
    });
    ws.on("message", (_data, isBinary) => isBinary && socket.close(1003));
    ws.on("close", () => session.onClose());
    return { ws, stream, socket, endpoint: "flat", session };
  }
  const session = new ViewerSession(context, socket, { grant, ...(inRuns && { format: context.runs }) });
  if (negotiation.kind === "selected") session.welcome(negotiation.subprotocol);
  ws.on("message", (data, isBinary) => {
    if (isBinary) socket.close(1003);
    else session.onText((data as Buffer).toString("utf8"));
  });
  ws.on("close", () => session.onClose());
  return { ws, stream, socket, endpoint: "viewer", session };
}
