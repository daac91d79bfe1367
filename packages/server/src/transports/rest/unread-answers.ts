import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { TrainwireServerError } from "../../core/errors.ts";

/** Requests of one connection that may be under way; beyond them each would hold an answer that nobody reads yet. */
const maxUnderWay = 16;

/**
 * Bounds what readers that do not read keep in memory: a connection that takes no byte of its answer for a while is
 * cut, and one that asks on and on without reading is refused. Call it before any route.
 * @param stallMs How long an answer may stand still; one of which bytes leave does not.
 */
export function boundUnreadAnswers(app: FastifyInstance, stallMs: number): void {
  const underWay = new WeakMap<Socket, number>();
  const add = (socket: Socket, count: number) => underWay.set(socket, (underWay.get(socket) ?? 0) + count);
  app.addHook("onRequest", (request, reply, done) => {
    const { socket } = request.raw;
    add(socket, 1);
    reply.raw.once("close", () => add(socket, -1));
    if ((underWay.get(socket) ?? 0) <= maxUnderWay) return done();
    void reply.header("connection", "close");
    done(new TrainwireServerError("too_many_requests", "read the answers before asking again"));
  });
  app.addHook("onSend", async (request, reply) => {
    const { socket } = request.raw;
    // Node's timer begins anew whenever bytes have left, also those of one large write; what follows sets its own.
    reply.raw.setTimeout(stallMs, () => {
      if (socket.writableLength > 0) socket.destroy();
      else socket.setTimeout(stallMs);
    });
  });
}
