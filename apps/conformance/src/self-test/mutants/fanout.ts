import type { AnyMessage, Mutation } from "../../peer/mutation.ts";
import type { PeerSocket } from "../../peer/peer-socket.ts";
import { changing, dropping, isPage, isPublish, isSnapshot, isUpdate, type MutantTable } from "./taps.ts";

const lateMs = 2000;
const backlogBytes = 2 ** 20;

/** Treats every socket but the first one as another. */
function treatingOthers(send: (message: AnyMessage, socket: PeerSocket) => AnyMessage[]): Mutation {
  let first: PeerSocket | undefined;
  return {
    send: (message, socket) => {
      first ??= socket;
      return socket === first || !isUpdate(message, socket) ? [message] : send(message, socket);
    },
  };
}

/** Broken servers for the cases of the group `fanout`. */
export const fanoutMutants: MutantTable = {
  "fanout-001": {
    "rounds-for-the-second": () =>
      treatingOthers((message) => [
        { ...message, data: { ...message["data"], details: { ...message["data"].details, loss: 0 } } },
      ]),
    "swaps-for-the-second": () =>
      treatingOthers((message, { memory }) => {
        const held = memory.get("held") as AnyMessage | undefined;
        if (held) memory.delete("held");
        else memory.set("held", message);
        return held ? [message, held] : [];
      }),
  },
  "fanout-002": {
    "numbers-from-0": () => ({
      answer: (answer, request) =>
        isPublish(answer, request)
          ? {
              ...answer,
              body: { ...(answer.body as AnyMessage), seq: (answer.body as AnyMessage)["seq"] - 1 },
            }
          : answer,
    }),
    "leaves-a-gap-per-batch": () => ({
      answer: (answer, request) => {
        if (!isPage(answer, request)) return answer;
        const body = answer.body as AnyMessage;
        const updates = (body["updates"] as AnyMessage[]).map((update) =>
          update["seq"] > 3 ? { ...update, seq: update["seq"] + 1 } : update,
        );
        return { ...answer, body: { ...body, updates } };
      },
    }),
  },
  "fanout-003": {
    "sends-late": () => ({
      send: (message, socket) => {
        if (!isUpdate(message, socket)) return [message];
        setTimeout(() => socket.emit(message), lateMs).unref();
        return [];
      },
    }),
  },
  "fanout-004": {
    "sends-before-it-stores": () => ({
      answer: (answer, request) => {
        if (!isPage(answer, request)) return answer;
        const body = answer.body as AnyMessage;
        const stored = (body["updates"] as AnyMessage[]).filter(
          ({ data }) => Date.now() - Date.parse(data.received_at) > 500,
        );
        return { ...answer, body: { ...body, updates: stored } };
      },
    }),
  },
  "fanout-005": {
    "repeats-the-state-all-the-time": () => ({
      send: (message, socket) => {
        if (!isSnapshot(message, socket)) return [message];
        const timer = setInterval(() => socket.emit(message), 20);
        socket.onGone(() => clearInterval(timer));
        return [message];
      },
    }),
    "sends-on-every-request": () => {
      const last = new Map<PeerSocket, AnyMessage>();
      return {
        send: (message, socket) => {
          last.set(socket, message);
          return [message];
        },
        answer: (answer, request) => {
          if (request.body === "[]") for (const [socket, message] of last) socket.emit(message);
          return answer;
        },
      };
    },
  },
  "fanout-006": {
    "leaves-silent-holes": () =>
      changing(
        (message, socket) => isSnapshot(message, socket) && message["seq"] > 1,
        (message) => ({ ...message, snapshot: undefined }),
      ),
    "gives-up-on-the-slow": () =>
      dropping((message, socket) => isSnapshot(message, socket) && message["seq"] > 1),
  },
  "fanout-007": {
    "waits-for-the-slowest": () => {
      const sockets = new Set<PeerSocket>();
      return {
        opened: (socket) => void sockets.add(socket),
        send: (message, socket) => {
          const stuck = [...sockets].some((each) => each !== socket && each.buffered > backlogBytes / 8);
          return stuck && isUpdate(message, socket) ? [] : [message];
        },
      };
    },
  },
};
