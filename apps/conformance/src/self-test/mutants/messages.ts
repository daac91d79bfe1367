import { limits } from "@trainwire/protocol";
import type { PeerSocket } from "../../peer/peer-socket.ts";
import { changing, isType, type MutantTable, notClosing, parsed, silentAbout } from "./taps.ts";

const knownFields = new Set(["type", "train_id", "after_seq", "stream_id", "id", "padding"]);

const tellsTheUsualLimit = changing(isType("welcome"), (welcome) => ({
  ...welcome,
  limits: { ...welcome["limits"], max_frame_bytes: limits.maxFrameBytes },
}));

/** Broken servers for the cases of the group `messages`. */
export const messageMutants: MutantTable = {
  "messages-001": {
    "ignores-bad-json": () => silentAbout("bad_json"),
    "closes-on-bad-json": () => ({
      receive: (text, socket) => {
        if (parsed(text) === undefined) socket.close(1003);
        return text;
      },
    }),
  },
  "messages-002": {
    "takes-wrong-fields": () => ({
      receive: (text) => {
        const message = parsed(text);
        return typeof message?.["after_seq"] === "string" ? '{"type":"ping"}' : text;
      },
    }),
  },
  "messages-003": {
    "calls-bad-ids-bad-messages": () =>
      changing(
        ({ code }) => code === "bad_id",
        (error) => ({ ...error, code: "bad_message" }),
      ),
  },
  "messages-004": {
    "ignores-unknown-types": () => silentAbout("unknown_type"),
  },
  "messages-005": {
    "refuses-unknown-fields": () => ({
      receive: (text) => {
        const unknown = Object.keys(parsed(text) ?? {}).some((name) => !knownFields.has(name));
        return unknown ? '{"type":"subscribe_training"}' : text;
      },
    }),
  },
  "messages-006": {
    "bears-binary-frames": () => notClosing(1003),
    "closes-binary-with-1008": () => ({ close: (code) => (code === 1003 ? 1008 : code) }),
  },
  "messages-007": {
    "takes-frames-of-any-size": () => ({ ...tellsTheUsualLimit, options: { maxFrameBytes: 2 ** 24 } }),
  },
  "messages-008": {
    "refuses-frames-at-the-limit": () => ({
      ...tellsTheUsualLimit,
      options: { maxFrameBytes: limits.maxFrameBytes - 1 },
    }),
  },
  "messages-009": {
    "one-bad-message-drops-all": () => {
      const sockets = new Set<PeerSocket>();
      return {
        opened: (socket) => void sockets.add(socket),
        receive: (text) => {
          if (parsed(text) === undefined) for (const each of sockets) each.drop();
          return text;
        },
      };
    },
    "one-death-stops-the-rest": () => {
      let died = false;
      return {
        opened: (socket) => {
          socket.onGone(() => {
            died = true;
          });
        },
        send: (message) =>
          died && message["type"] === "training_update" && !message["snapshot"] ? [] : [message],
      };
    },
  },
  "messages-010": {
    "bears-bad-messages-for-ever": () => notClosing(1008),
  },
};
