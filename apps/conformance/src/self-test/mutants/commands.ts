import type { AnyMessage, Mutation, PeerRequest } from "../../peer/mutation.ts";
import { answering, isPage, isPublish, type MutantTable, refuses } from "./taps.ts";

const isTold = ({ method, path }: PeerRequest): boolean =>
  method === "POST" && /\/(pause|resume|cancel|checkpoint)$/.test(path);

/** Names other commands in ingest answers. */
const naming = (change: (commands: AnyMessage[]) => AnyMessage[]): Mutation =>
  answering(isPublish, (body) => ({
    status: 200,
    body: { ...body, commands: change((body["commands"] as AnyMessage[] | undefined) ?? []) },
  }));

/** Takes another request for a command than was sent. */
const telling = (change: (body: AnyMessage) => AnyMessage): Mutation => ({
  request: (request) =>
    isTold(request)
      ? { ...request, body: JSON.stringify(change(JSON.parse(request.body) as AnyMessage)) }
      : request,
});

/** Reads another answer of a trainer than was sent. */
const answered = (change: (record: AnyMessage) => AnyMessage): Mutation => ({
  request: (request) => {
    const isAck = request.path.endsWith("/updates") && request.body.includes("command_ack");
    return isAck
      ? { ...request, body: JSON.stringify(change(JSON.parse(request.body) as AnyMessage)) }
      : request;
  },
});

/** Shows other commands in its list. */
const listing = (change: (commands: AnyMessage[]) => AnyMessage[]): Mutation =>
  answering(
    (_answer, { method, path }) => method === "GET" && path.endsWith("/commands"),
    (body) => ({ status: 200, body: { commands: change(body["commands"] as AnyMessage[]) } }),
  );

/** Tells viewers another event than it recorded. */
const eventing = (change: (event: AnyMessage) => AnyMessage): Mutation => ({
  send: (message) => {
    const details = (message["data"] as AnyMessage | undefined)?.["details"] as AnyMessage | undefined;
    const event = details?.["event"] as AnyMessage | undefined;
    if (event?.["kind"] !== "command") return [message];
    const changed = { ...details, event: change(event) };
    return [{ ...message, data: { ...(message["data"] as AnyMessage), details: changed } }];
  },
});

/** Broken servers for the cases of the group `command`. */
export const commandMutants: MutantTable = {
  "command-001": {
    "names-no-command": () => naming(() => []),
    "names-a-command-once": () => {
      const named = new Set<unknown>();
      return naming((commands) =>
        commands.filter(({ command_id }) => !named.has(command_id) && named.add(command_id)),
      );
    },
    "names-what-is-answered": () => {
      const known = new Map<unknown, AnyMessage>();
      return naming((commands) => {
        for (const command of commands) known.set(command["command_id"], command);
        return [...known.values()];
      });
    },
  },
  "command-002": {
    "makes-up-its-own-command-ids": () => telling(({ command_id: _own, ...rest }) => rest),
    "takes-two-commands-of-one-id": () =>
      answering(refuses("command_exists"), () => ({ status: 202, body: {} })),
  },
  "command-003": {
    "makes-a-second-command-of-a-name": () => {
      let count = 0;
      return answering(
        (_answer, request) => isTold(request),
        (body) => {
          count += 1;
          const command = { ...(body["command"] as AnyMessage), command_id: `copy-${count}` };
          return { status: 202, body: { ...body, command } };
        },
      );
    },
  },
  "command-004": {
    "says-nothing-of-commands-to-viewers": () => eventing(() => ({ kind: "note" })),
    "says-no-state-in-events": () => eventing(({ state: _state, ...event }) => event),
    "gives-no-reason-in-events": () => eventing(({ reason: _reason, ...event }) => event),
  },
  "command-005": {
    "takes-commands-after-the-end": () =>
      answering(refuses("training_ended"), () => ({ status: 202, body: {} })),
    "takes-checkpoints-of-what-is-paused": () =>
      answering(refuses("not_running"), () => ({ status: 202, body: {} })),
  },
  "command-006": {
    "lets-lapsed-commands-stand": () =>
      listing((commands) =>
        commands.map((command) => (command["state"] === "lapsed" ? { ...command, state: "open" } : command)),
      ),
  },
  "command-007": {
    "leaves-open-what-is-so": () =>
      answering(
        (answer, request) => isTold(request) && answer.status === 200,
        (body) => ({
          status: 202,
          body: { ...body, command: { ...(body["command"] as AnyMessage), state: "open" } },
        }),
      ),
  },
  "command-008": {
    "takes-answers-of-old-attempts": () =>
      answered(({ attempt: _attempt, ...record }) => ({ ...record, attempt: 2 })),
    "rejects-answers-to-unknown-commands": () =>
      answering(
        (_answer, { body }) => body.includes("nobody-asked"),
        (body) => ({
          status: 200,
          body: { ...body, rejected: [{ index: 0, code: "bad_message", message: "no such command" }] },
        }),
      ),
  },
  "command-009": {
    "forgets-commands-in-a-crash": () => ({
      restart: (store) => {
        for (const log of store.logs.values()) log.commands.length = 0;
      },
    }),
  },
  "command-010": {
    "ends-what-is-cancelled-as-failed": () =>
      answering(
        ({ body }) => (body as AnyMessage | undefined)?.["status"] === "cancelled",
        (body) => ({ status: 200, headers: { etag: '"1"' }, body: { ...body, status: "failed" } }),
      ),
    "gives-no-reason-for-the-end": () =>
      answering(
        ({ body }) => (body as AnyMessage | undefined)?.["status"] === "cancelled",
        ({ reason: _reason, ...body }) => ({ status: 200, headers: { etag: '"1"' }, body }),
      ),
  },
  "command-011": {
    "leaves-a-cancel-open-at-the-end": () =>
      listing((commands) => commands.map((command) => ({ ...command, state: "accepted" }))),
    "forgets-to-say-what-became-of-a-cancel": () =>
      answering(isPage, (body) => {
        const updates = body["updates"] as AnyMessage[];
        const kept = updates.filter((update) => !/"state":"(done|lapsed)"/.test(JSON.stringify(update)));
        return { status: 200, body: { ...body, updates: kept } };
      }),
  },
};
